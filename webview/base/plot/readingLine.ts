import { html, type TemplateResult } from 'lit';
import { fixed } from '../../../src/shared/numberText';
import type { TrainingPoint } from '../../../src/shared/contracts/trainingViewContract';
import { wholeText } from './numbers';

/** The values of one step; of the last one while none is read, so that the line is never empty. Steps have the room of the last. */
export function readingLine(point: TrainingPoint | null, steps: number): TemplateResult {
  if (!point) return html`<p class="reading small muted">No step is logged yet</p>`;
  const { step, loss, prefixMatching } = point;
  return html`<p class="reading small">
    <span class="muted">step</span>
    <span class="strong number" .style=${`min-width: ${wholeText(steps).length}ch`}>${wholeText(step)}</span>
    <span class="muted"><span class="long">held-out </span>loss</span> <span class="strong">${fixed(loss, 3)}</span>
    <span class="muted">prefix<span class="long"> matching</span></span>
    <span class="strong">${fixed(prefixMatching ?? NaN, 3)}</span>
  </p>`;
}
