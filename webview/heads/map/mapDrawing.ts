import type { Theme } from '../../base/theme';
import { drawTypeGlyph } from '../../base/typeGlyph';
import {
  axisNames,
  boxOf,
  brightFrom,
  glyphBox,
  type AxisName,
  type Box,
  type Hue,
  type MapCell,
  type MapPlan,
} from './mapPlan';
import { scaleStep, tickTexts, type ScalePlan } from './scalePlan';

export function inkOf(hue: Hue, theme: Theme): string {
  return { attention: theme.attentionInk, gain: theme.gainInk, loss: theme.lossInk }[hue];
}

export function drawAxes(context: CanvasRenderingContext2D, plan: MapPlan, theme: Theme): void {
  drawNames(context, axisNames(plan), theme);
}

/** The names of the heads again, over what has been scrolled up to them. */
export function drawHeadNames(context: CanvasRenderingContext2D, plan: MapPlan, theme: Theme, scrolled: number): void {
  context.fillStyle = theme.background;
  context.fillRect(0, scrolled, plan.width + 1, plan.top);
  const names = axisNames(plan).filter(({ isLayer }) => !isLayer);
  drawNames(
    context,
    names.map(name => ({ ...name, y: name.y + scrolled })),
    theme,
  );
}

function drawNames(context: CanvasRenderingContext2D, names: readonly AxisName[], theme: Theme): void {
  context.font = `10px ${theme.fontFamily}`;
  context.fillStyle = theme.muted;
  for (const { text, x, y, isLayer } of names) {
    context.textAlign = isLayer ? 'right' : 'center';
    context.textBaseline = isLayer ? 'middle' : 'alphabetic';
    context.fillText(text, x, y);
  }
}

/** `isDimmed`: the filter leaves it out. It stays in its place, faint. */
export function drawCell(
  context: CanvasRenderingContext2D,
  box: Box,
  { alpha, hue, type, isAblated }: MapCell,
  theme: Theme,
  isDimmed: boolean,
): void {
  const { x, y, width, height } = box;
  const presence = isDimmed ? 0.2 : 1;
  context.globalAlpha = 0.055 * (isDimmed ? 0.5 : 1);
  context.fillStyle = theme.foreground;
  context.fillRect(x, y, width, height);
  if (alpha === null) {
    drawWaiting(context, box, theme);
    return;
  }
  context.globalAlpha = alpha * presence;
  context.fillStyle = inkOf(hue, theme);
  context.fillRect(x, y, width, height);
  context.globalAlpha = presence;
  if (isAblated) drawCross(context, box, alpha > brightFrom ? theme.background : theme.lossInk);
  else if (type) {
    const place = glyphBox(box);
    const colour = alpha > brightFrom ? theme.background : null;
    drawTypeGlyph(context, type, theme, { x: place.x, y: place.y, size: place.width, colour });
  }
  context.globalAlpha = 1;
}

export function drawFrame(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Box,
  colour: string,
  line: number,
): void {
  context.strokeStyle = colour;
  context.lineWidth = line;
  context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
}

/** The colours as a strip `width` wide from `left` on, and below it the marks. */
export function drawScale(
  context: CanvasRenderingContext2D,
  { steps, ticks }: ScalePlan,
  theme: Theme,
  { left, width }: { readonly left: number; readonly width: number },
): void {
  for (const [index, { alpha, hue }] of steps.entries()) {
    const [from, to] = scaleStep(index, steps.length, width);
    context.globalAlpha = 0.055;
    context.fillStyle = theme.foreground;
    context.fillRect(left + from, 0, to - from, 8);
    context.globalAlpha = alpha;
    context.fillStyle = inkOf(hue, theme);
    context.fillRect(left + from, 0, to - from, 8);
  }
  context.globalAlpha = 1;
  context.font = `10px ${theme.fontFamily}`;
  context.textAlign = 'left';
  context.fillStyle = theme.foreground;
  for (const { at } of ticks) if (at > 0 && at < 1) context.fillRect(Math.round(left + at * width), 0, 1, 11);
  context.fillStyle = theme.muted;
  const widthOf = (text: string): number => context.measureText(text).width;
  for (const { text, x } of tickTexts(ticks, width, widthOf)) context.fillText(text, left + x, 21);
}

/** Hatched: what is empty would be zero. */
function drawWaiting(context: CanvasRenderingContext2D, { x, y, width, height }: Box, theme: Theme): void {
  context.globalAlpha = 0.2;
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x + width / 2 - 4, y + height - 2);
  context.lineTo(x + width / 2 + 3, y + 2);
  context.stroke();
  context.globalAlpha = 1;
}

function drawCross(context: CanvasRenderingContext2D, box: Box, colour: string): void {
  const { x, y, width } = glyphBox(box);
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x + 1, y + 1);
  context.lineTo(x + width - 1, y + width - 1);
  context.moveTo(x + width - 1, y + 1);
  context.lineTo(x + 1, y + width - 1);
  context.stroke();
}

/** All heads at once: about 1,200 in a large model. */
export function drawCells(
  context: CanvasRenderingContext2D,
  plan: MapPlan,
  cells: readonly MapCell[],
  theme: Theme,
  isLeft: (index: number) => boolean,
): void {
  for (const [index, cell] of cells.entries()) drawCell(context, boxOf(plan, index), cell, theme, !isLeft(index));
}
