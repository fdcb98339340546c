import { html, type TemplateResult } from 'lit';
import type { AttentionViewPass, AttentionViewState } from '../../src/shared/contracts/attentionViewContract';
import { tileValue } from '../../src/shared/tile';
import { tokenLabel } from '../base/tokenLabel';
import { listValue } from './colouring';
import type { PatternContent } from './pattern/patternDrawing';
import type { Cell } from './pattern/patternPlan';
import type { Scene } from './scene';

/** The value of a cell, as lists write it. */
export function readCell({ pairValue, tile }: PatternContent, [query, key]: Cell): string {
  return listValue(pairValue, tileValue(tile, query, key));
}

/** A cell in words, for those who do not see it. */
export function describeCell({ labels }: AttentionViewPass, pattern: PatternContent, [query, key]: Cell): string {
  return `from ${labels[query] ?? ''} ${query} to ${labels[key] ?? ''} ${key}: ${readCell(pattern, [query, key])}`;
}

/** The line above a pattern: the pair under the pointer with its value, else what the pattern is of. */
export function patternReading(
  state: AttentionViewState,
  { pass, shown }: Scene,
  pattern: PatternContent,
  hovered: Cell | null,
): TemplateResult {
  if (hovered) {
    const [query, key] = hovered;
    return html`from ${tokenLabel(pass.labels[query] ?? '')} ${query} → to ${tokenLabel(pass.labels[key] ?? '')} ${key}
      &nbsp;<span class="strong">${readCell(pattern, hovered)}</span>`;
  }
  const first = shown.heads.length === 1 || shown.each ? shown.heads[0] : undefined;
  const score = first && state.heads.prefixMatching?.[first.layer * pass.nHeads + first.head];
  const before = state.ablated ? 'before the ablation · ' : '';
  return score === undefined || Number.isNaN(score)
    ? html`${before}from (query) down, to (key) across`
    : html`${before}prefix matching ${score.toFixed(3)}`;
}
