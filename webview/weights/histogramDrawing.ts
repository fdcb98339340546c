import * as l10n from '@vscode/l10n';
import { scaleLinear } from 'd3-scale';
import { html, svg, type TemplateResult } from 'lit';
import type { TensorHistogram } from '../../src/shared/weightsFile';
import { significant } from './significant';

const width = 360;
const height = 120;
const axisHeight = 18;

/** Bars of equal width from the smallest to the largest number, with the axis below. */
export function histogramDrawing({ counts, min, max }: TensorHistogram): TemplateResult {
  const most = Math.max(1, ...counts);
  // One value only: a bar in the middle.
  const [from, to] = min < max ? [min, max] : [min - 0.5, max + 0.5];
  const x = scaleLinear([from, to], [0, width]);
  const barWidth = width / counts.length;
  const ticks = x.ticks(5).filter(tick => x(tick) > 12 && x(tick) < width - 12);
  const heaviest = counts.indexOf(most);
  const label = l10n.t(
    'Histogram from {0} to {1}; most numbers are near {2}',
    significant(min),
    significant(max),
    significant(from + ((heaviest + 0.5) / counts.length) * (to - from)),
  );
  return html`<svg viewBox="0 0 ${width} ${height + axisHeight}" role="img" aria-label=${label}>
    ${Array.from(counts, (count, index) =>
      count === 0
        ? svg``
        : svg`<rect x=${min < max ? index * barWidth : width / 2} y=${height - Math.max(1, (count / most) * height)}
            width=${Math.max(0.5, barWidth - 0.5)} height=${Math.max(1, (count / most) * height)}
            ><title>${rangeText(from, to, index, counts.length, count)}</title></rect>`,
    )}
    <line class="axis" x1="0" x2=${width} y1=${height + 0.5} y2=${height + 0.5}></line>
    ${ticks.map(
      tick => svg`<line class="axis" x1=${x(tick)} x2=${x(tick)} y1=${height} y2=${height + 4}></line>
        <text x=${x(tick)} y=${height + 15} text-anchor="middle">${significant(tick)}</text>`,
    )}
  </svg>`;
}

function rangeText(from: number, to: number, index: number, ranges: number, count: number): string {
  const edge = (at: number): string => significant(from + (at / ranges) * (to - from));
  return l10n.t('{0} to {1}: {2} numbers', edge(index), edge(index + 1), count.toLocaleString('en'));
}
