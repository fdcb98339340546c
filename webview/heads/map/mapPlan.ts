import type { HeadGrid } from '../../../src/shared/heads';
import {
  axisHeight,
  axisWidth,
  boxOf,
  clamp,
  planHeadGrid,
  type HeadGridPlan,
  type NameRoom,
} from '../../base/headGrid/headGridPlan';

/** Smaller cells could not be distinguished, so a map with more heads scrolls. */
const minWidth = 6;
const maxWidth = 34;
const minHeight = 11;
const maxHeight = 18;
/** A model with so few layers has higher cells, since its map would be a strip otherwise. */
const fewLayers = 20;
const maxHeightOfFew = 22;

export const mapNameRoom: NameRoom = { head: 24, layer: 14 };

/** Fills the width, and also the height `room` unless that is null. */
export function planMap(grid: HeadGrid, width: number, room: number | null): HeadGridPlan {
  const stepX = clamp(Math.floor((width - axisWidth) / grid.nHeads), minWidth, maxWidth);
  const isShort = grid.nLayers <= fewLayers;
  const fitting = room === null ? 0 : Math.floor((room - axisHeight) / grid.nLayers);
  const stepY = isShort
    ? clamp(Math.max(fitting, Math.min(stepX, maxHeight)), minHeight, maxHeightOfFew)
    : clamp(fitting, minHeight, maxHeight);
  return planHeadGrid(grid, { stepX, stepY, box: { x: 0, y: 0, width: stepX - 1, height: stepY - 1 }, edge: 1 });
}

/** How wide the cells are together, without the names of the layers. */
export function cellsWidth({ grid, stepX }: HeadGridPlan): number {
  return grid.nHeads * stepX;
}

/** Where a view `height` pixels high begins so that the strongest cell is in its middle; at the top before any score. */
export function scrollToStrongest(
  plan: HeadGridPlan,
  cells: readonly { readonly alpha: number | null }[],
  height: number,
): number {
  const alphas = cells.map(({ alpha }) => alpha ?? 0);
  const strongest = Math.max(0, ...alphas);
  const box = boxOf(plan, alphas.indexOf(strongest));
  const layersAbove = Math.round((box.y + box.height / 2 - (height + plan.top) / 2) / plan.stepY);
  return strongest === 0 ? 0 : clamp(layersAbove * plan.stepY, 0, Math.max(0, plan.height + 1 - height));
}
