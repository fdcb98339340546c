import { svg } from 'lit';
import type { Thumbnails } from '../../../src/shared/contracts/engineContract';
import type { Figure } from '../../base/figure';
import { axisNamesSvg } from '../../base/headGrid/headGridFigure';
import { boxOf, planHeadGrid } from '../../base/headGrid/headGridPlan';
import { pictureOf } from '../../base/canvas';
import type { Theme } from '../../base/theme';
import { thumbnailPixels } from './thumbnailDrawing';

const gap = 4;

/** The patterns of all heads as a picture for a file. Null if there are no thumbnails. */
export function gridFigure(
  thumbnails: Thumbnails,
  caption: { readonly title: string; readonly lines: readonly string[] },
  theme: Theme,
): Figure | null {
  const { nLayers: layers, nHeads: heads, size } = thumbnails;
  const pixels = thumbnailPixels(thumbnails, size, theme);
  if (!pixels) return null;
  const side = Math.max(24, size);
  const step = side + gap;
  const box = { x: 0, y: 0, width: side, height: side };
  const plan = planHeadGrid({ nLayers: layers, nHeads: heads }, { stepX: step, stepY: step, box });
  const atlas = pictureOf(pixels).toDataURL();
  return {
    title: caption.title,
    caption: caption.lines,
    width: plan.width,
    height: plan.height,
    theme,
    picture: svg`
      <defs><image id="atlas" width=${heads * side} height=${layers * side} image-rendering="pixelated"
        preserveAspectRatio="none" href=${atlas} /></defs>
      ${axisNamesSvg(plan, { head: 1, layer: 1 }, theme)}
      ${Array.from({ length: layers * heads }, (_, index) => {
        const { x, y } = boxOf(plan, index);
        const [left, top] = [(index % heads) * side, Math.floor(index / heads) * side];
        return svg`<svg x=${x} y=${y} width=${side} height=${side}
          viewBox="${left} ${top} ${side} ${side}">
          <path d="M${left} ${top}v${side}h${side}Z" fill=${theme.foreground} fill-opacity="0.06" />
          <use href="#atlas" />
        </svg>`;
      })}`,
  };
}
