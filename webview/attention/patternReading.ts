import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { AttentionViewPass, AttentionViewState } from '../../src/shared/contracts/attentionViewContract';
import { filledText } from '../base/filledText';
import { tokenMarkup } from '../base/tokenMarkup';
import { cellText } from './pattern/cellText';
import type { PatternContent } from './pattern/patternDrawing';
import type { Cell } from './pattern/patternPlan';
import type { Scene } from './scene';

/** A cell in words, for screen readers. */
export function describeCell({ labels }: AttentionViewPass, pattern: PatternContent, [query, key]: Cell): string {
  const value = cellText(pattern, [query, key]);
  return l10n.t('from {0} {1} to {2} {3}: {4}', labels[query] ?? '', query, labels[key] ?? '', key, value);
}

/** The line above the pattern: the pair under the pointer with its value, else the head's score or the axes. */
export function patternReading(
  state: AttentionViewState,
  { pass, shown }: Scene,
  pattern: PatternContent,
  hovered: Cell | null,
): TemplateResult {
  if (hovered) {
    const [query, key] = hovered;
    const token = (of: number): TemplateResult => html`${tokenMarkup(pass.labels[of] ?? '')} ${of}`;
    return html`${filledText(l10n.t('from {0} → to {1}'), token(query), token(key))} &nbsp;<span class="strong"
        >${cellText(pattern, hovered)}</span
      >`;
  }
  const first = shown.heads.length === 1 || shown.each ? shown.heads[0] : undefined;
  const score = first && state.heads.prefixMatching?.[first.layer * pass.nHeads + first.head];
  const before = state.ablated ? `${l10n.t('before the ablation')} · ` : '';
  return score === undefined || Number.isNaN(score)
    ? html`${before}${l10n.t('from (query) down, to (key) across')}`
    : html`${before}${l10n.t('prefix matching {0}', score.toFixed(3))}`;
}
