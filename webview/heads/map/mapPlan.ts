import type { HeadGrid } from '../../../src/shared/heads';
import type { HeadType, RecipeName } from '../../../src/shared/recipes';
import { readingOf, type HeadTable } from '../headTable';
import { isSigned, rangeOf } from '../recipeText';

/** Where the heads stand on the heat map, layers down, heads across, in CSS pixels. */
export interface MapPlan {
  readonly grid: HeadGrid;
  /** Room for the axes' names. */
  readonly left: number;
  readonly top: number;
  /** From one cell to the next. */
  readonly stepX: number;
  readonly stepY: number;
  readonly width: number;
  readonly height: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const axisWidth = 28;
const axisHeight = 16;
/** Below this nothing is told apart, so that the map scrolls instead. */
const minWidth = 6;
const maxWidth = 34;
const minHeight = 11;
const maxHeight = 18;
/** Models of few layers have higher cells: their map would be a strip. */
const fewLayers = 20;
const maxHeightOfFew = 22;

/** Fills the width; and `room`, the height there is, where it is given. */
export function planMap(grid: HeadGrid, width: number, room: number | null): MapPlan {
  const stepX = clamp(Math.floor((width - axisWidth) / grid.nHeads), minWidth, maxWidth);
  const isShort = grid.nLayers <= fewLayers;
  const fitting = room === null ? 0 : Math.floor((room - axisHeight) / grid.nLayers);
  const stepY = isShort
    ? clamp(Math.max(fitting, Math.min(stepX, maxHeight)), minHeight, maxHeightOfFew)
    : clamp(fitting, minHeight, maxHeight);
  return {
    grid,
    left: axisWidth,
    top: axisHeight,
    stepX,
    stepY,
    width: axisWidth + stepX * grid.nHeads,
    height: axisHeight + stepY * grid.nLayers + 1,
  };
}

/** The head at a place, by its place in model order. */
export function headAt({ grid, left, top, stepX, stepY }: MapPlan, x: number, y: number): number | null {
  const head = Math.floor((x - left) / stepX);
  const layer = Math.floor((y - top) / stepY);
  const isInside = head >= 0 && head < grid.nHeads && layer >= 0 && layer < grid.nLayers;
  return isInside ? layer * grid.nHeads + head : null;
}

export function boxOf({ grid, left, top, stepX, stepY }: MapPlan, index: number): Box {
  const layer = Math.floor(index / grid.nHeads);
  return { x: left + (index % grid.nHeads) * stepX, y: top + layer * stepY, width: stepX - 1, height: stepY - 1 };
}

/** Where to scroll a part `height` high to, so that the strongest cell is in its middle. Nothing is scored yet: the top. */
export function scrollToStrongest(plan: MapPlan, cells: readonly MapCell[], height: number): number {
  const alphas = cells.map(({ alpha }) => alpha ?? 0);
  const strongest = Math.max(0, ...alphas);
  const box = boxOf(plan, alphas.indexOf(strongest));
  const layersAbove = Math.round((box.y + box.height / 2 - (height + plan.top) / 2) / plan.stepY);
  return strongest === 0 ? 0 : clamp(layersAbove * plan.stepY, 0, Math.max(0, plan.height + 1 - height));
}

/** The axes' names: as many as there is room for. */
export interface AxisName {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly isLayer: boolean;
}

export function axisNames({ grid, left, top, stepX, stepY }: MapPlan): AxisName[] {
  const everyHead = Math.ceil(24 / stepX);
  const everyLayer = Math.ceil(14 / stepY);
  const names: AxisName[] = [];
  for (let head = 0; head < grid.nHeads; head += everyHead) {
    names.push({ text: `H${head}`, x: left + head * stepX + stepX / 2, y: 10, isLayer: false });
  }
  for (let layer = 0; layer < grid.nLayers; layer += everyLayer) {
    names.push({ text: `L${layer}`, x: left - 5, y: top + layer * stepY + stepY / 2, isLayer: true });
  }
  return names;
}

export type Hue = 'attention' | 'gain' | 'loss';

/** How a head looks: how strong its colour is, and the mark of its type. */
export interface MapCell {
  /** Null where its score is not there yet. */
  readonly alpha: number | null;
  readonly hue: Hue;
  readonly type: HeadType | null;
  readonly isAblated: boolean;
}

export function mapCell(table: HeadTable, recipe: RecipeName, index: number): MapCell {
  const { value, change } = readingOf(table, recipe, index);
  const row = table.rows[index];
  const shown = change ?? value;
  const isChange = change !== null;
  return {
    alpha: Number.isNaN(shown) ? null : strength(recipe, isChange, shown),
    hue: hueOf(recipe, isChange, shown),
    type: row?.type ?? null,
    isAblated: row?.isAblated ?? false,
  };
}

/** From nothing, 0, to the end of the measure's range, 1. Absolute, never stretched to the data. */
export function strength(recipe: RecipeName, isChange: boolean, value: number): number {
  const [low, high] = rangeOf(recipe, isChange);
  const share = isChange || isSigned(recipe) ? Math.abs(value) / high : (value - low) / (high - low);
  return clamp(share, 0, 1);
}

export function hueOf(recipe: RecipeName, isChange: boolean, value: number): Hue {
  if (!isChange && !isSigned(recipe)) return 'attention';
  return value < 0 ? 'loss' : 'gain';
}

/** Above this a cell is so dark or so bright that a mark on it takes the background's colour. */
export const brightFrom = 0.45;

/** Of a type's mark in a cell. */
export function glyphBox({ x, y, width, height }: Box): Box {
  const size = Math.min(8, width, height);
  return { x: x + (width - size) / 2, y: y + (height - size) / 2, width: size, height: size };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
