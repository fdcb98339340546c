import { drawCross } from '../../base/headGrid/headGridDrawing';
import { boxOf, type Box, type HeadGridPlan } from '../../base/headGrid/headGridPlan';
import type { Theme } from '../../base/theme';
import { drawTypeGlyph } from '../../base/typeGlyph';
import { brightFrom, glyphBox, type Hue, type MapCell } from './mapCell';
import { scaleStep, tickTexts, type ScalePlan } from './scalePlan';

export function inkOf(hue: Hue, theme: Theme): string {
  return { attention: theme.attentionInk, gain: theme.gainInk, loss: theme.lossInk }[hue];
}

/** All heads at once: about 1,200 in a large model. Heads that the filter leaves out are faint. */
export function drawCells(
  context: CanvasRenderingContext2D,
  plan: HeadGridPlan,
  cells: readonly MapCell[],
  theme: Theme,
  isListed: (index: number) => boolean,
): void {
  for (const [index, cell] of cells.entries()) drawCell(context, boxOf(plan, index), cell, theme, !isListed(index));
}

/** The colours as a strip `width` wide that begins at `left`, and the marks below it. */
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

function drawCell(
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
  const place = glyphBox(box);
  if (isAblated) drawCross(context, place, 1, alpha > brightFrom ? theme.background : theme.lossInk);
  else if (type) {
    const colour = alpha > brightFrom ? theme.background : null;
    drawTypeGlyph(context, type, theme, { x: place.x, y: place.y, size: place.width, colour });
  }
  context.globalAlpha = 1;
}

/** A stroke through a cell without a score: an empty cell would look like a score of zero. */
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
