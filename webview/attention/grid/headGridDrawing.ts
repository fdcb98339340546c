import type { Thumbnails } from '../../../src/shared/contracts/engineContract';
import type { HeadGrid, HeadRef } from '../../../src/shared/heads';
import { parseColour, type Theme } from '../../base/theme';

/** Where the thumbnails stand on their canvas, in CSS pixels. */
export interface GridPlan {
  readonly grid: HeadGrid;
  /** Room for the axes' names. */
  readonly left: number;
  readonly top: number;
  /** From one thumbnail to the next. */
  readonly stepX: number;
  readonly stepY: number;
  /** Side of one. */
  readonly size: number;
  readonly width: number;
  readonly height: number;
}

const axisWidth = 28;
const axisHeight = 16;
/** Below this nothing is told apart, so that the grid scrolls instead. */
const minSize = 12;
const maxSize = 48;

/** Fills the width; and the height, where one is given, as far as thumbnails stay readable. */
export function planGrid(grid: HeadGrid, width: number, height: number | null): GridPlan {
  const stepX = clamp(Math.floor((width - axisWidth) / grid.nHeads), minSize + 2, maxSize + 2);
  const fitting = height === null ? stepX : Math.floor((height - axisHeight) / grid.nLayers);
  const stepY = clamp(fitting, minSize + 2, stepX);
  return {
    grid,
    left: axisWidth,
    top: axisHeight,
    stepX,
    stepY,
    size: Math.min(stepX, stepY) - 2,
    width: axisWidth + stepX * grid.nHeads,
    height: axisHeight + stepY * grid.nLayers,
  };
}

export function headAt({ grid, left, top, stepX, stepY }: GridPlan, x: number, y: number): HeadRef | null {
  const head = Math.floor((x - left) / stepX);
  const layer = Math.floor((y - top) / stepY);
  return head >= 0 && head < grid.nHeads && layer >= 0 && layer < grid.nLayers ? { layer, head } : null;
}

/** Upper left corner of a thumbnail. */
export function placeOf(
  { left, top, stepX, stepY, size }: GridPlan,
  { layer, head }: HeadRef,
): { x: number; y: number } {
  return { x: left + head * stepX + Math.floor((stepX - size) / 2), y: top + layer * stepY };
}

/** Weights of this and less are noise in a thumbnail. */
const minWeight = 0.06;

/** All thumbnails as pixels, `cells` a side each: [layer · cells, head · cells]. Drawn once and then scaled. */
export function thumbnailPixels(thumbnails: Thumbnails, cells: number, theme: Theme): ImageData | null {
  const { nLayers: layers, nHeads: heads, size, data } = thumbnails;
  if (size === 0 || cells === 0) return null;
  const ink = parseColour(theme.attentionInk);
  const pixels = new ImageData(heads * cells, layers * cells);
  for (let layer = 0; layer < layers; layer++) {
    for (let head = 0; head < heads; head++) {
      const from = (layer * heads + head) * size * size;
      for (let row = 0; row < size; row++) {
        for (let column = 0; column <= row; column++) {
          const weight = (data[from + row * size + column] ?? 0) / 255;
          if (weight <= minWeight) continue;
          const y = layer * cells + Math.floor((row * cells) / size);
          const at = (y * heads * cells + head * cells + Math.floor((column * cells) / size)) * 4;
          const alpha = Math.round(255 * weight ** 0.55);
          // Where several come to lie on one pixel, the strongest is seen.
          if (alpha > (pixels.data[at + 3] ?? 0)) pixels.data.set([ink.red, ink.green, ink.blue, alpha], at);
        }
      }
    }
  }
  return pixels;
}

/** The axes' names and an empty triangle for each head, so that one without attention still has its shape. */
export function drawGridGround(context: CanvasRenderingContext2D, plan: GridPlan, theme: Theme): void {
  const { grid, left, top, stepX, stepY, size } = plan;
  context.font = `10px ${theme.fontFamily}`;
  context.fillStyle = theme.muted;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  const everyHead = Math.ceil(26 / stepX);
  for (let head = 0; head < grid.nHeads; head += everyHead) {
    context.fillText(`H${head}`, left + head * stepX + stepX / 2, 10);
  }
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (let layer = 0; layer < grid.nLayers; layer++)
    context.fillText(`L${layer}`, left - 5, top + layer * stepY + size / 2);
  context.fillStyle = theme.foreground;
  context.globalAlpha = 0.06;
  for (let layer = 0; layer < grid.nLayers; layer++) {
    for (let head = 0; head < grid.nHeads; head++) {
      const { x, y } = placeOf(plan, { layer, head });
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x + size, y + size);
      context.lineTo(x, y + size);
      context.fill();
    }
  }
  context.globalAlpha = 1;
}

/** The thumbnails of `atlas`, which holds `thumbnailPixels`. */
export function drawThumbnails(context: CanvasRenderingContext2D, plan: GridPlan, atlas: HTMLCanvasElement): void {
  const cells = atlas.width / plan.grid.nHeads;
  context.imageSmoothingEnabled = false;
  for (let layer = 0; layer < plan.grid.nLayers; layer++) {
    for (let head = 0; head < plan.grid.nHeads; head++) {
      const { x, y } = placeOf(plan, { layer, head });
      context.drawImage(atlas, head * cells, layer * cells, cells, cells, x, y, plan.size, plan.size);
    }
  }
}

export function drawFrame(
  context: CanvasRenderingContext2D,
  plan: GridPlan,
  head: HeadRef,
  colour: string,
  width: number,
): void {
  const { x, y } = placeOf(plan, head);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.strokeRect(x - 1, y - 1, plan.size + 2, plan.size + 2);
}

export function drawCross(context: CanvasRenderingContext2D, plan: GridPlan, head: HeadRef, theme: Theme): void {
  const { x, y } = placeOf(plan, head);
  const { size } = plan;
  const inset = Math.max(2, size / 6);
  context.globalAlpha = 0.72;
  context.fillStyle = theme.background;
  context.fillRect(x, y, size, size);
  context.globalAlpha = 1;
  context.strokeStyle = theme.lossInk;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x + inset, y + inset);
  context.lineTo(x + size - inset, y + size - inset);
  context.moveTo(x + size - inset, y + inset);
  context.lineTo(x + inset, y + size - inset);
  context.stroke();
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
