import { html, nothing, type TemplateResult } from 'lit';
import { formatHeads } from '../../src/shared/heads';
import { interventionWords } from '../../src/shared/interventions/intervention';
import { interventionKind } from '../../src/shared/interventions/registry';
import type { HeadsState } from '../../src/shared/contracts/headsViewContract';
import { headsText } from '../base/headsText';
import type { Theme } from '../base/theme';
import { rowCount } from './caption';

export interface AblationBarParts {
  readonly state: HeadsState;
  readonly theme: Theme;
  /** Whether the panel shows what the ablation changes. */
  readonly showsChange: boolean;
  readonly onRecompute: () => void;
  readonly onShowChange: (showsChange: boolean) => void;
  readonly onRestore: () => void;
}

/** While heads are ablated: what the scores shown are of, and how to see those of what is left of the model. */
export function ablationBar(parts: AblationBarParts): TemplateResult | typeof nothing {
  const { ablation } = parts.state;
  if (!ablation) return nothing;
  const { heads, kind } = ablation;
  const words = interventionWords(ablation, rowCount(parts.state, 'prefix_matching'));
  return html`<section class="notice" aria-label="Ablation">
    <div class="line">
      <span .style=${`color: ${parts.theme.lossInk}`}>✕</span>
      <span class="grow clip" title="Without ${formatHeads(heads)}, ${words}"
        ><span class="word">Without </span><span class="strong">${headsText(heads)}</span
        ><span class="muted word">, ${words}</span></span
      >
      <vscode-button class="last" appearance="secondary" @click=${parts.onRestore}>Restore</vscode-button>
    </div>
    ${
      interventionKind(kind).keepsPatterns
        ? html`<p class="small muted aside">
            Patterns are frozen, so attention scores cannot change: only induction logit and copying can.
          </p>`
        : nothing
    }
    ${action(parts)}
  </section>`;
}

function action({ state, showsChange, onRecompute, onShowChange }: AblationBarParts): TemplateResult {
  const phase = state.ablated?.phase ?? { kind: 'none' };
  switch (phase.kind) {
    case 'none':
      return html`<p class="small muted aside">The scores are of the whole model.</p>
        <vscode-button title="Recompute scores under this ablation" @click=${onRecompute}
          >Recompute<span class="word"> Scores</span></vscode-button
        >`;
    case 'cancelled':
      return html`<p class="small muted aside">Recomputing was cancelled; layers that were done show their change.</p>
        <vscode-button @click=${onRecompute}>Recompute</vscode-button>`;
    case 'failed':
      return html`<p class="small" role="alert">${phase.message}</p>
        <vscode-button @click=${onRecompute}>Try Again</vscode-button>`;
    case 'loading':
    case 'scoring':
    case 'done':
      return html`<div class="choices" role="radiogroup" aria-label="Scores shown">
        ${choice('Change', showsChange, () => onShowChange(true))}
        ${choice(html`Whole<span class="word"> model</span>`, !showsChange, () => onShowChange(false))}
      </div>`;
  }
}

function choice(text: string | TemplateResult, isChosen: boolean, onChoose: () => void): TemplateResult {
  return html`<button role="radio" aria-checked=${isChosen} @click=${onChoose}>${text}</button>`;
}
