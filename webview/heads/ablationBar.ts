import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { formatHeads } from '../../src/shared/heads';
import { interventionWords } from '../../src/shared/interventions/intervention';
import { interventionKind } from '../../src/shared/interventions/registry';
import type { HeadsState } from '../../src/shared/contracts/headsViewContract';
import { filledText } from '../base/filledText';
import { headsText } from '../base/headsText';
import type { Theme } from '../base/theme';
import { rowCount } from './caption';

export interface AblationBarParts {
  readonly state: HeadsState;
  readonly theme: Theme;
  /** Whether the view shows how the ablation changes each score. */
  readonly showsChange: boolean;
  readonly onRecompute: () => void;
  readonly onShowChange: (showsChange: boolean) => void;
  readonly onRestore: () => void;
}

/** While heads are ablated: which model the scores belong to, and how to get the scores of the ablated one. */
export function ablationBar(parts: AblationBarParts): TemplateResult | typeof nothing {
  const { ablation } = parts.state;
  if (!ablation) return nothing;
  const { heads, kind } = ablation;
  const words = interventionWords(ablation, rowCount(parts.state, 'prefix_matching'));
  return html`<section class="notice" aria-label=${l10n.t('Ablation')}>
    <div class="line">
      <span .style=${`color: ${parts.theme.lossInk}`}>✕</span>
      <span class="grow clip" title=${l10n.t('Without {0}, {1}', formatHeads(heads), words)}
        >${filledText(l10n.t('Without {0}'), html`<span class="strong">${headsText(heads)}</span>`).map(part =>
          typeof part === 'string' ? html`<span class="word">${part}</span>` : part,
        )}<span class="muted word">, ${words}</span></span
      >
      <vscode-button class="last" appearance="secondary" @click=${parts.onRestore}>${l10n.t('Restore')}</vscode-button>
    </div>
    ${
      interventionKind(kind).keepsPatterns
        ? html`<p class="small muted aside">
            ${l10n.t('Patterns are frozen, so attention scores cannot change: only induction logit and copying can.')}
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
      return html`<p class="small muted aside">${l10n.t('The scores are of the whole model.')}</p>
        <vscode-button title=${l10n.t('Recompute scores under this ablation')} @click=${onRecompute}
          >${twoLengths(l10n.t('Recompute Scores'), l10n.t('Recompute'))}</vscode-button
        >`;
    case 'cancelled':
      return html`<p class="small muted aside">
          ${l10n.t('Recomputing was cancelled; layers that were done show their change.')}
        </p>
        <vscode-button @click=${onRecompute}>${l10n.t('Recompute')}</vscode-button>`;
    case 'failed':
      return html`<p class="small" role="alert">${phase.message}</p>
        <vscode-button @click=${onRecompute}>${l10n.t('Try Again')}</vscode-button>`;
    case 'loading':
    case 'scoring':
    case 'done':
      return html`<div class="choices" role="radiogroup" aria-label=${l10n.t('Scores shown')}>
        ${choice(l10n.t('Change'), showsChange, () => onShowChange(true))}
        ${choice(twoLengths(l10n.t('Whole model'), l10n.t('Whole')), !showsChange, () => onShowChange(false))}
      </div>`;
  }
}

/** The short form stands there if the view is low. Screen readers hear the long one. */
function twoLengths(long: string, short: string): TemplateResult {
  return html`<span class="word">${long}</span><span class="short" aria-hidden="true">${short}</span>`;
}

function choice(text: string | TemplateResult, isChosen: boolean, onChoose: () => void): TemplateResult {
  return html`<button role="radio" aria-checked=${isChosen} @click=${onChoose}>${text}</button>`;
}
