import type { Theme } from '../theme';
import { axisNames, type AxisName, type Box, type HeadGridPlan, type NameRoom } from './headGridPlan';

export function drawAxisNames(
  context: CanvasRenderingContext2D,
  plan: HeadGridPlan,
  room: NameRoom,
  theme: Theme,
): void {
  drawNames(context, axisNames(plan, room), theme);
}

/** Draws the names of the heads again, at the top of what a scrolled view shows. */
export function drawHeadNamesOver(
  context: CanvasRenderingContext2D,
  plan: HeadGridPlan,
  room: NameRoom,
  theme: Theme,
  scrollTop: number,
): void {
  context.fillStyle = theme.background;
  context.fillRect(0, scrollTop, plan.width, plan.top);
  const names = axisNames(plan, room).filter(({ isLayer }) => !isLayer);
  drawNames(
    context,
    names.map(name => ({ ...name, y: name.y + scrollTop })),
    theme,
  );
}

/** A frame `line` pixels thick, whose middle runs `outset` pixels outside of the box. */
export function drawFrame(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Box,
  colour: string,
  line: number,
  outset: number,
): void {
  context.strokeStyle = colour;
  context.lineWidth = line;
  context.strokeRect(x - outset, y - outset, width + 2 * outset, height + 2 * outset);
}

/** The mark of an ablated head: a ✕ in the box, `inset` pixels from its sides. */
export function drawCross(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Box,
  inset: number,
  colour: string,
): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x + inset, y + inset);
  context.lineTo(x + width - inset, y + height - inset);
  context.moveTo(x + width - inset, y + inset);
  context.lineTo(x + inset, y + height - inset);
  context.stroke();
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
