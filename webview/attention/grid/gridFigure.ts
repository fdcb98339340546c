import { svg } from 'lit';
import type { Thumbnails } from '../../../src/shared/contracts/engineContract';
import type { Figure } from '../../base/figure';
import { pictureOf } from '../../base/pictureOf';
import type { Theme } from '../../base/theme';
import { thumbnailPixels } from './headGridDrawing';

const axisWidth = 30;
const axisHeight = 18;
const gap = 4;

/** The patterns of all heads, to be written to a file. Null for none. */
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
  const atlas = pictureOf(pixels).toDataURL();
  const each = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  return {
    title: caption.title,
    caption: caption.lines,
    width: axisWidth + heads * step,
    height: axisHeight + layers * step,
    theme,
    picture: svg`
      <defs><image id="atlas" width=${heads * side} height=${layers * side} image-rendering="pixelated"
        preserveAspectRatio="none" href=${atlas} /></defs>
      ${each(heads).map(head => svg`<text x=${axisWidth + head * step + side / 2} y="11" font-size="10" text-anchor="middle" fill=${theme.muted}>H${head}</text>`)}
      ${each(layers).map(layer => svg`<text x=${axisWidth - 6} y=${axisHeight + layer * step + side / 2 + 3.5} font-size="10" text-anchor="end" fill=${theme.muted}>L${layer}</text>`)}
      ${each(layers * heads).map(index => {
        const [layer, head] = [Math.floor(index / heads), index % heads];
        return svg`<svg x=${axisWidth + head * step} y=${axisHeight + layer * step} width=${side} height=${side}
          viewBox="${head * side} ${layer * side} ${side} ${side}">
          <path d="M${head * side} ${layer * side}v${side}h${side}Z" fill=${theme.foreground} fill-opacity="0.06" />
          <use href="#atlas" />
        </svg>`;
      })}`,
  };
}
