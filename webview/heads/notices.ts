import { html, nothing, type TemplateResult } from 'lit';
import type { ScorePhase } from '../../src/shared/contracts/headsViewContract';
import type { HeadType } from '../../src/shared/headTypes';
import type { RecipeName } from '../../src/shared/recipes/registry';
import { measureName } from './recipeText';
import type { NoInduction } from './verdict';

/** Scores that are not there because somebody, or something, stopped them. */
export function stoppedNotice(phase: ScorePhase, layers: number, onScore: () => void): TemplateResult | typeof nothing {
  if (phase.kind !== 'cancelled' && phase.kind !== 'failed') return nothing;
  const what = phase.kind === 'failed' ? phase.message : 'Scoring was cancelled.';
  const kept = layers > 0 ? ` ${layers} ${layers === 1 ? 'layer is' : 'layers are'} done.` : '';
  return html`<section class="notice" aria-label="Scores">
    <p role=${phase.kind === 'failed' ? 'alert' : nothing}>${what}<span class="muted">${kept}</span></p>
    <vscode-button @click=${onScore}>Score Again</vscode-button>
  </section>`;
}

/** Measures that this model cannot be scored by, with the reason: it has too few positions, or too few tokens. */
export function refusedNotice(
  refused: ReadonlyMap<RecipeName, string>,
  onExplain: () => void,
): TemplateResult | typeof nothing {
  if (refused.size === 0) return nothing;
  return html`<section class="finding" aria-label="Not measured">
    <h2>Not measured on this model</h2>
    ${[...new Set(refused.values())].map(reason => {
      const names = [...refused].filter(([, why]) => why === reason).map(([recipe]) => measureName(recipe));
      return html`<p class="muted"><span class="strong">${names.join(', ')}</span>: ${reason}.</p>`;
    })}
    ${link('How this is measured', onExplain)}
  </section>`;
}

export interface NoInductionParts {
  readonly found: NoInduction;
  /** Whether there is room for more than the fact; the person may open and close it. */
  readonly isOpen: boolean;
  readonly onType: (type: HeadType) => void;
  readonly onExplain: () => void;
  readonly onCheckpoint: () => void;
}

/** A model without induction heads is told so. */
export function noInductionNotice({
  found,
  isOpen,
  onType,
  onExplain,
  onCheckpoint,
}: NoInductionParts): TemplateResult {
  const { best, chance, reason, otherType } = found;
  return html`<details class="finding" ?open=${isOpen}>
    <summary><h2>No induction heads in this model</h2></summary>
    <p class="muted">
      No head of this model is typed induction: the highest prefix matching is
      <span class="best">${best}</span>${chance === null ? nothing : html`, chance ${chance}`}. ${reason}
    </p>
    ${otherType ? link(`Show its ${otherType} heads`, () => onType(otherType)) : nothing}
    ${link('How this is measured', onExplain)} ${link('Choose another checkpoint', onCheckpoint)}
  </details>`;
}

/** The whole panel while there is nothing to show; each has its next step. */
export function emptyHeads(
  checkpoint: string | null,
  phase: ScorePhase,
  onCheckpoint: () => void,
  onScore: () => void,
): TemplateResult {
  if (checkpoint === null) {
    return html`<div class="empty">
      <p>Choose a checkpoint to see which of its heads do induction.</p>
      <vscode-button @click=${onCheckpoint}>Choose Checkpoint</vscode-button>
    </div>`;
  }
  if (phase.kind === 'failed' || phase.kind === 'cancelled') {
    return html`<div class="empty">
      <p role="alert">${phase.kind === 'failed' ? phase.message : 'Scoring was cancelled.'}</p>
      <vscode-button @click=${onScore}>Score Again</vscode-button>
      <vscode-button appearance="secondary" @click=${onCheckpoint}>Choose Checkpoint</vscode-button>
    </div>`;
  }
  return html`<div class="empty"><p class="muted" role="status">Reading ${checkpoint}…</p></div>`;
}

function link(text: string, onClick: () => void): TemplateResult {
  return html`<button class="link" @click=${onClick}>${text}</button>`;
}
