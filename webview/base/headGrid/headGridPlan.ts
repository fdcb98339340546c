import type { HeadGrid } from '../../../src/shared/heads';

/** A rectangle in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where each head is drawn, layers down and heads across, in CSS pixels from the corner of the canvas. */
export interface HeadGridPlan {
  readonly grid: HeadGrid;
  /** Room for the names of layers, at the left, and of heads, at the top. */
  readonly left: number;
  readonly top: number;
  /** From one cell to the next. */
  readonly stepX: number;
  readonly stepY: number;
  /** The part of a cell that is drawn, from the cell's corner. The rest is the gap to the next cell. */
  readonly box: Box;
  /** Size of the canvas. */
  readonly width: number;
  readonly height: number;
}

export interface HeadGridSizes {
  readonly stepX: number;
  readonly stepY: number;
  readonly box: Box;
  /** Pixels beyond the last cell, for the frame around a selected head. */
  readonly edge?: number;
}

export const axisWidth = 28;
export const axisHeight = 16;

export function planHeadGrid(grid: HeadGrid, { stepX, stepY, box, edge = 0 }: HeadGridSizes): HeadGridPlan {
  return {
    grid,
    left: axisWidth,
    top: axisHeight,
    stepX,
    stepY,
    box,
    width: axisWidth + stepX * grid.nHeads + edge,
    height: axisHeight + stepY * grid.nLayers + edge,
  };
}

/** The head at a point, by its index in model order; null beside the cells. */
export function headAt({ grid, left, top, stepX, stepY }: HeadGridPlan, x: number, y: number): number | null {
  const head = Math.floor((x - left) / stepX);
  const layer = Math.floor((y - top) / stepY);
  const isInside = head >= 0 && head < grid.nHeads && layer >= 0 && layer < grid.nLayers;
  return isInside ? layer * grid.nHeads + head : null;
}

/** The rectangle of a head, given by its index in model order. */
export function boxOf({ grid, left, top, stepX, stepY, box }: HeadGridPlan, index: number): Box {
  const layer = Math.floor(index / grid.nHeads);
  const { x, y, width, height } = box;
  return { x: left + (index % grid.nHeads) * stepX + x, y: top + layer * stepY + y, width, height };
}

/** How much room a name needs on its axis. Names closer than that are left out. */
export interface NameRoom {
  readonly head: number;
  readonly layer: number;
}

/** "H3" above a column, or "L5" at the left of a row. */
export interface AxisName {
  readonly text: string;
  /** The middle of a head's name, or the right end of a layer's. */
  readonly x: number;
  /** The baseline of a head's name, or the middle of a layer's. */
  readonly y: number;
  readonly isLayer: boolean;
}

export function axisNames({ grid, left, top, stepX, stepY, box }: HeadGridPlan, room: NameRoom): AxisName[] {
  const everyHead = Math.ceil(room.head / stepX);
  const everyLayer = Math.ceil(room.layer / stepY);
  const names: AxisName[] = [];
  for (let head = 0; head < grid.nHeads; head += everyHead) {
    names.push({ text: `H${head}`, x: left + head * stepX + box.x + box.width / 2, y: top - 6, isLayer: false });
  }
  for (let layer = 0; layer < grid.nLayers; layer += everyLayer) {
    names.push({ text: `L${layer}`, x: left - 5, y: top + layer * stepY + box.y + box.height / 2, isLayer: true });
  }
  return names;
}

/** The scroll offset, of a view `height` pixels high, at which a head is in sight and not under the names of the heads. */
export function scrollToHead(plan: HeadGridPlan, index: number, scrollTop: number, height: number): number {
  const { y, height: boxHeight } = boxOf(plan, index);
  if (y - plan.top < scrollTop) return y - plan.top;
  // 4 px: room for the frame around the head.
  return y + boxHeight > scrollTop + height ? y + boxHeight + 4 - height : scrollTop;
}

/** The nearest number to `value` from `min` to `max`. */
export function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
