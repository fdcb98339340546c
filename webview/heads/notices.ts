import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { ScorePhase } from '../../src/shared/contracts/headsViewContract';
import type { HeadType } from '../../src/shared/headTypes';
import type { RecipeName } from '../../src/shared/recipes/registry';
import { filledText } from '../base/filledText';
import { typeName } from '../base/typeGlyph';
import { recipeTitle } from './recipeText';
import type { NoInduction } from './verdict';

/** Why scoring stopped before its end, and how to start it again. */
export function stoppedNotice(phase: ScorePhase, layers: number, onScore: () => void): TemplateResult | typeof nothing {
  if (phase.kind !== 'cancelled' && phase.kind !== 'failed') return nothing;
  const what = phase.kind === 'failed' ? phase.message : l10n.t('Scoring was cancelled.');
  const kept = layers === 1 ? l10n.t('1 layer is done.') : l10n.t('{0} layers are done.', layers);
  return html`<section class="notice" aria-label=${l10n.t('Scores')}>
    <p role=${phase.kind === 'failed' ? 'alert' : nothing}>
      ${what}${layers > 0 ? html` <span class="muted">${kept}</span>` : nothing}
    </p>
    <vscode-button @click=${onScore}>${l10n.t('Score Again')}</vscode-button>
  </section>`;
}

/** The recipes that this model cannot be scored by, with the reason: too few positions, or too few tokens. */
export function refusedNotice(
  refused: ReadonlyMap<RecipeName, string>,
  onExplain: () => void,
): TemplateResult | typeof nothing {
  if (refused.size === 0) return nothing;
  return html`<section class="finding" aria-label=${l10n.t('Not measured')}>
    <h2>${l10n.t('Not measured on this model')}</h2>
    ${[...new Set(refused.values())].map(reason => {
      const names = [...refused].filter(([, why]) => why === reason).map(([recipe]) => recipeTitle(recipe));
      return html`<p class="muted"><span class="strong">${names.join(', ')}</span>: ${reason}.</p>`;
    })}
    ${link(l10n.t('How this is measured'), onExplain)}
  </section>`;
}

export interface NoInductionParts {
  readonly found: NoInduction;
  /** Whether the notice starts open; the user can open and close it. */
  readonly isOpen: boolean;
  readonly onType: (type: HeadType) => void;
  readonly onExplain: () => void;
  readonly onCheckpoint: () => void;
}

/** Says that a model has no induction heads, and why. */
export function noInductionNotice({
  found,
  isOpen,
  onType,
  onExplain,
  onCheckpoint,
}: NoInductionParts): TemplateResult {
  const { best, chance, reason, otherType } = found;
  return html`<details class="finding" ?open=${isOpen}>
    <summary><h2>${l10n.t('No induction heads in this model')}</h2></summary>
    <p class="muted">
      ${filledText(
        chance === null
          ? l10n.t('No head of this model has the type induction: the highest prefix matching is {0}.')
          : l10n.t('No head of this model has the type induction: the highest prefix matching is {0}, chance {1}.'),
        html`<span class="best">${best}</span>`,
        chance ?? '',
      )}
      ${reason}
    </p>
    ${otherType ? link(l10n.t('Show its {0} heads', typeName(otherType)), () => onType(otherType)) : nothing}
    ${link(l10n.t('How this is measured'), onExplain)} ${link(l10n.t('Choose another checkpoint'), onCheckpoint)}
  </details>`;
}

/** The whole view while it has nothing to show, with the next step to take. */
export function emptyHeads(
  checkpoint: string | null,
  phase: ScorePhase,
  onCheckpoint: () => void,
  onScore: () => void,
): TemplateResult {
  if (checkpoint === null) {
    return html`<div class="empty">
      <p>${l10n.t('Choose a checkpoint to see which of its heads do induction.')}</p>
      <vscode-button @click=${onCheckpoint}>${l10n.t('Choose Checkpoint')}</vscode-button>
    </div>`;
  }
  if (phase.kind === 'failed' || phase.kind === 'cancelled') {
    return html`<div class="empty">
      <p role="alert">${phase.kind === 'failed' ? phase.message : l10n.t('Scoring was cancelled.')}</p>
      <vscode-button @click=${onScore}>${l10n.t('Score Again')}</vscode-button>
      <vscode-button appearance="secondary" @click=${onCheckpoint}>${l10n.t('Choose Checkpoint')}</vscode-button>
    </div>`;
  }
  return html`<div class="empty"><p class="muted" role="status">${l10n.t('Reading {0}…', checkpoint)}</p></div>`;
}

function link(text: string, onClick: () => void): TemplateResult {
  return html`<button class="link" @click=${onClick}>${text}</button>`;
}
