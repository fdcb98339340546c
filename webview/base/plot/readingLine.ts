import { html, type TemplateResult } from 'lit';
import { fixed } from '../../../src/shared/numberText';
import { wholeText } from './numbers';
import type { PlotSpec } from './plotSpec';

/**
 * The values of all lines at one point. The x has as much room as the end of the axis needs, so that the values do not
 * move while the user reads along. `plotStyle` shows the short names where the long ones have no room.
 */
export function readingLine({ x, panels }: PlotSpec, index: number): TemplateResult {
  return html`<p class="reading small">
    <span class="muted">${x.shortName}</span>
    <span class="strong number" .style=${`min-width: ${wholeText(x.end).length}ch`}
      >${wholeText(x.values[index] ?? 0)}</span
    >
    ${panels.flatMap(({ series }) =>
      series.map(
        ({ name, shortName, values }) =>
          html`<span class="muted"><span class="long">${name}</span><span class="short">${shortName}</span></span>
            <span class="strong">${fixed(values[index] ?? NaN, 3)}</span>`,
      ),
    )}
  </p>`;
}
