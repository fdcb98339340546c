import type { Thumbnails } from '../../../src/shared/contracts/engineContract';
import type { HeadGrid } from '../../../src/shared/heads';
import { drawAxisNames, drawCross } from '../../base/headGrid/headGridDrawing';
import {
  axisHeight,
  axisWidth,
  boxOf,
  clamp,
  planHeadGrid,
  type Box,
  type HeadGridPlan,
  type NameRoom,
} from '../../base/headGrid/headGridPlan';
import { parseColour, type Theme } from '../../base/theme';

/** Smaller thumbnails could not be distinguished, so a grid with more heads scrolls. */
const minSize = 12;
const maxSize = 48;
/** Between one thumbnail and the next. */
const gap = 2;

/** Every layer has its name. */
const nameRoom: NameRoom = { head: 26, layer: 1 };

/** Fills the width, and the height unless that is null, as far as thumbnails stay readable. */
export function planThumbnails(grid: HeadGrid, width: number, height: number | null): HeadGridPlan {
  const stepX = clamp(Math.floor((width - axisWidth) / grid.nHeads), minSize + gap, maxSize + gap);
  const fitting = height === null ? stepX : Math.floor((height - axisHeight) / grid.nLayers);
  const stepY = clamp(fitting, minSize + gap, stepX);
  const size = stepY - gap;
  const box: Box = { x: Math.floor((stepX - size) / 2), y: 0, width: size, height: size };
  return planHeadGrid(grid, { stepX, stepY, box });
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
          // Several weights may share a pixel, which then shows the strongest.
          if (alpha > (pixels.data[at + 3] ?? 0)) pixels.data.set([ink.red, ink.green, ink.blue, alpha], at);
        }
      }
    }
  }
  return pixels;
}

/** The names of layers and heads, and an empty triangle for each head, so that one without attention still has its shape. */
export function drawThumbnailGround(context: CanvasRenderingContext2D, plan: HeadGridPlan, theme: Theme): void {
  drawAxisNames(context, plan, nameRoom, theme);
  context.fillStyle = theme.foreground;
  context.globalAlpha = 0.06;
  for (let head = 0; head < plan.grid.nLayers * plan.grid.nHeads; head++) {
    const { x, y, width, height } = boxOf(plan, head);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + width, y + height);
    context.lineTo(x, y + height);
    context.fill();
  }
  context.globalAlpha = 1;
}

/** The thumbnails of `atlas`, which holds `thumbnailPixels`. */
export function drawThumbnails(context: CanvasRenderingContext2D, plan: HeadGridPlan, atlas: HTMLCanvasElement): void {
  const { nLayers, nHeads } = plan.grid;
  const cells = atlas.width / nHeads;
  context.imageSmoothingEnabled = false;
  for (let head = 0; head < nLayers * nHeads; head++) {
    const { x, y, width, height } = boxOf(plan, head);
    const [column, row] = [head % nHeads, Math.floor(head / nHeads)];
    context.drawImage(atlas, column * cells, row * cells, cells, cells, x, y, width, height);
  }
}

/** Pales the thumbnail of an ablated head and crosses it out. */
export function drawAblated(context: CanvasRenderingContext2D, box: Box, theme: Theme): void {
  const { x, y, width, height } = box;
  context.globalAlpha = 0.72;
  context.fillStyle = theme.background;
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
  drawCross(context, box, Math.max(2, width / 6), theme.lossInk);
}
