import { nothing, svg, type TemplateResult } from 'lit';
import type { HeadType } from '../../../src/shared/headTypes';
import type { Figure } from '../../base/figure';
import { axisNamesSvg } from '../../base/headGrid/headGridFigure';
import { boxOf, type Box, type HeadGridPlan } from '../../base/headGrid/headGridPlan';
import { textWidth } from '../../base/canvas';
import type { Theme } from '../../base/theme';
import { typeGlyph, typeName } from '../../base/typeGlyph';
import type { Caption } from '../caption';
import { inkOf } from './mapDrawing';
import { brightFrom, glyphBox, type MapCell } from './mapCell';
import { cellsWidth, mapNameRoom } from './mapPlan';
import { scaleStep, tickTexts, type ScalePlan } from './scalePlan';

export interface MapFigureParts {
  readonly plan: HeadGridPlan;
  readonly cells: readonly MapCell[];
  readonly scale: ScalePlan;
  readonly caption: Caption;
  /** The types of the map's heads, for the legend of their marks. */
  readonly types: readonly HeadType[];
  readonly theme: Theme;
}

const scaleHeight = 34;
const legendLine = 18;
const minScaleWidth = 240;

/** The heat map with its legend, as a picture for a file. */
export function mapFigure({ plan, cells, scale, caption, types, theme }: MapFigureParts): Figure {
  const scaleTop = plan.height + 8;
  const legendTop = scaleTop + scaleHeight;
  const width = Math.max(minScaleWidth, cellsWidth(plan));
  const legend = legendEntries(types, width, theme);
  return {
    title: caption.title,
    caption: caption.lines,
    width: plan.width,
    height: legendTop + ((legend.at(-1)?.line ?? -1) + 1) * legendLine,
    theme,
    picture: svg`
      ${axisNamesSvg(plan, mapNameRoom, theme)}
      ${cells.map((cell, index) => cellMark(boxOf(plan, index), cell, theme))}
      <g transform="translate(${plan.left} ${scaleTop})">${scaleMarks(scale, width, theme)}</g>
      <g transform="translate(${plan.left} ${legendTop})">${legend.map(entry => legendMark(entry, theme))}</g>`,
  };
}

function cellMark(box: Box, { alpha, hue, type, isAblated }: MapCell, theme: Theme): TemplateResult {
  const { x, y, width, height } = box;
  const isBright = (alpha ?? 0) > brightFrom;
  return svg`<rect x=${x} y=${y} width=${width} height=${height} fill=${theme.foreground} fill-opacity="0.055" />
    ${
      alpha === null
        ? nothing
        : svg`<rect x=${x} y=${y} width=${width} height=${height} fill=${inkOf(hue, theme)} fill-opacity=${alpha.toFixed(4)} />`
    }
    ${isAblated ? cross(glyphBox(box), isBright ? theme.background : theme.lossInk) : glyph(glyphBox(box), type, isBright, theme)}`;
}

/** The mark of a type, as the views show it, at the box of a cell. */
function glyph(
  { x, y, width }: Box,
  type: HeadType | null,
  isBright: boolean,
  theme: Theme,
): TemplateResult | typeof nothing {
  if (!type) return nothing;
  const onBright: Theme = { ...theme, several: theme.several.map(() => theme.background) };
  return svg`<g transform="translate(${x} ${y}) scale(${width / 10})">${typeGlyph(type, isBright ? onBright : theme)}</g>`;
}

function cross({ x, y, width }: Box, colour: string): TemplateResult {
  return svg`<path d="M${x + 1} ${y + 1}l${width - 2} ${width - 2}m0 ${2 - width}l${2 - width} ${width - 2}" stroke=${colour} stroke-width="1.5" />`;
}

function scaleMarks({ steps, ticks }: ScalePlan, width: number, theme: Theme): TemplateResult {
  const widthOf = (text: string): number => textWidth(text, `10px ${theme.fontFamily}`);
  return svg`<rect width=${width} height="8" fill=${theme.foreground} fill-opacity="0.055" />
    ${steps.map(({ alpha, hue }, index) => {
      const [from, to] = scaleStep(index, steps.length, width);
      return svg`<rect x=${from} width=${to - from} height="8" fill=${inkOf(hue, theme)} fill-opacity=${alpha.toFixed(4)} />`;
    })}
    ${ticks.map(({ at }) => (at > 0 && at < 1 ? svg`<rect x=${Math.round(at * width)} width="1" height="11" fill=${theme.foreground} />` : nothing))}
    ${tickTexts(ticks, width, widthOf).map(
      ({ text, x }) => svg`<text x=${x} y="21" font-size="10" fill=${theme.muted}>${text}</text>`,
    )}`;
}

interface LegendEntry {
  readonly type: HeadType;
  readonly x: number;
  readonly line: number;
}

/** Places the marks of types side by side, on as many lines as they need. */
function legendEntries(types: readonly HeadType[], width: number, theme: Theme): LegendEntry[] {
  let [x, line] = [0, 0];
  return types.map(type => {
    const wide = 14 + textWidth(typeName(type), `10px ${theme.fontFamily}`);
    if (x > 0 && x + wide > width) [x, line] = [0, line + 1];
    const entry = { type, x, line };
    x += wide + 14;
    return entry;
  });
}

function legendMark({ type, x, line }: LegendEntry, theme: Theme): TemplateResult {
  return svg`<g transform="translate(${x} ${line * legendLine})">${typeGlyph(type, theme)}<text x="14" y="9" font-size="10" fill=${theme.foreground}>${typeName(type)}</text></g>`;
}
