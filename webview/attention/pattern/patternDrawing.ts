import * as l10n from '@vscode/l10n';
import type { Direction } from '../../../src/shared/attentionRow';
import type { PairValue } from '../../../src/shared/contracts/engineContract';
import { tileValue, type Tile } from '../../../src/shared/tile';
import { parseColour, type Colour, type Theme } from '../../base/theme';
import { namedTokens, type Cell, type PatternPlan } from './patternPlan';

/** What a pattern shows. */
export interface PatternContent {
  readonly tile: Tile;
  readonly pairValue: PairValue;
  /** The value with the strongest colour. */
  readonly full: number;
  readonly hideStart: boolean;
  /** The first token that an edit made stale: rows from there on are grey. */
  readonly staleToken: number;
  readonly labels: readonly string[];
}

export interface PatternFocus {
  /** The selected token; null for none. */
  readonly token: number | null;
  readonly direction: Direction;
  /** The tokens with the strongest values at the selected one. */
  readonly strongest: readonly number[];
  /** The cell under the pointer. */
  readonly hovered: Cell | null;
}

/** The value of a cell as a signed share of the value with the strongest colour. */
export function cellShare({ tile, pairValue, full, hideStart }: PatternContent, query: number, key: number): number {
  const value = tileValue(tile, query, key);
  if (!hideStart || pairValue !== 'attention' || query === 0) return value / full;
  return key === 0 ? 0 : value / Math.max(1e-3, 1 - tileValue(tile, query, 0));
}

/** Fainter cells are left out: they are noise. */
const minAlpha = 0.07;

/** The whole pattern, a pixel a cell: drawn once, and scaled whenever something around it changes. */
export function patternPixels(content: PatternContent, theme: Theme): ImageData {
  const { positions } = content.tile;
  const pixels = new ImageData(positions, positions);
  const ink = parseColour(theme.attentionInk);
  const [up, down, gone] = [theme.gainInk, theme.lossInk, theme.muted].map(parseColour);
  const isSigned = content.pairValue === 'logitAttribution';
  for (let query = 0; query < positions; query++) {
    for (let key = 0; key <= query; key++) {
      const share = cellShare(content, query, key);
      const alpha = Math.sqrt(Math.min(1, Math.abs(share)));
      if (alpha < minAlpha) continue;
      const colour: Colour | undefined = query >= content.staleToken ? gone : isSigned ? (share > 0 ? up : down) : ink;
      if (!colour) continue;
      const at = (query * positions + key) * 4;
      pixels.data[at] = colour.red;
      pixels.data[at + 1] = colour.green;
      pixels.data[at + 2] = colour.blue;
      pixels.data[at + 3] = Math.round(255 * alpha);
    }
  }
  return pixels;
}

/** The cells on show, on a faint ground in the shape of the triangle. */
export function drawCells(
  context: CanvasRenderingContext2D,
  plan: PatternPlan,
  picture: CanvasImageSource,
  theme: Theme,
): void {
  const { left, top, cell, firstQuery, firstKey, shown, size } = plan;
  context.save();
  context.beginPath();
  context.rect(left, top, size, size);
  context.clip();
  context.fillStyle = theme.foreground;
  context.globalAlpha = 0.045;
  context.beginPath();
  // Keys up to the query; a row below the view's first may reach past its right edge.
  for (let row = 0; row < shown; row++) {
    const keys = Math.min(shown, firstQuery + row - firstKey + 1);
    if (keys > 0) context.rect(left, top + row * cell, keys * cell, cell);
  }
  context.fill();
  context.globalAlpha = 1;
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, firstKey, firstQuery, shown, shown, left, top, size, size);
  context.restore();
  if (cell > 7) drawGaps(context, plan, theme);
}

/** Lines in the background's colour, between cells that are large enough for them. */
function drawGaps(
  context: CanvasRenderingContext2D,
  { left, top, cell, shown, size }: PatternPlan,
  theme: Theme,
): void {
  context.fillStyle = theme.background;
  for (let line = 1; line <= shown; line++) {
    context.fillRect(left + line * cell - 1, top, 1, size);
    context.fillRect(left, top + line * cell - 1, size, 1);
  }
}

/** A frame around the selected token: its row as a query, or its column as a key. */
export function drawFocusFrame(
  context: CanvasRenderingContext2D,
  plan: PatternPlan,
  { token, direction }: PatternFocus,
  theme: Theme,
): void {
  if (token === null) return;
  const { left, top, cell, firstQuery, firstKey, shown, size } = plan;
  const row = token - firstQuery;
  const column = token - firstKey;
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1.25;
  if (direction === 'from') {
    const keys = Math.min(shown, column + 1);
    if (row >= 0 && row < shown && keys > 0)
      context.strokeRect(left - 0.5, top + row * cell - 1, keys * cell + 1.5, cell + 2);
  } else {
    const first = Math.max(0, row);
    if (column >= 0 && column < shown && first < shown) {
      context.strokeRect(left + column * cell - 1, top + first * cell - 0.5, cell + 2, size - first * cell + 1.5);
    }
  }
}

/** Names of tokens on both axes: every n-th, and those in focus, in bold. */
export function drawAxes(
  context: CanvasRenderingContext2D,
  plan: PatternPlan,
  labels: readonly string[],
  { token, direction, strongest, hovered }: PatternFocus,
  theme: Theme,
): void {
  const { left, top, cell, firstQuery, firstKey, shown } = plan;
  const own = token === null ? [] : [token];
  const [queries, keys] = direction === 'from' ? [own, strongest] : [strongest, own];
  const markedQueries = hovered ? [hovered[0], ...queries] : queries;
  const markedKeys = hovered ? [hovered[1], ...keys] : keys;
  const style = (of: number, marked: readonly number[]): void => {
    const isMarked = marked.includes(of);
    context.font = `${isMarked ? '600 11px' : '10px'} ${theme.fontFamily}`;
    context.fillStyle = !isMarked
      ? theme.muted
      : of === token || of === hovered?.[0]
        ? theme.foreground
        : theme.attentionInk;
  };
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const query of namedTokens(firstQuery, shown, cell, markedQueries)) {
    style(query, markedQueries);
    context.fillText(axisName(labels[query]), left - 6, top + (query - firstQuery + 0.5) * cell);
  }
  context.textAlign = 'left';
  for (const key of namedTokens(firstKey, shown, cell, markedKeys)) {
    style(key, markedKeys);
    context.save();
    context.translate(left + (key - firstKey + 0.5) * cell, top - 6);
    context.rotate(-Math.PI / 2);
    context.fillText(axisName(labels[key]), 0, 0);
    context.restore();
  }
}

/** Which axis is which, in the pattern's empty half. */
export function drawDirections(context: CanvasRenderingContext2D, plan: PatternPlan, theme: Theme): void {
  if (plan.size < 200 || plan.shown < plan.positions) return;
  context.font = `11px ${theme.fontFamily}`;
  context.fillStyle = theme.muted;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  const x = plan.left + plan.size * 0.36;
  const y = plan.top + plan.size * 0.2;
  context.fillText(l10n.t('to (key) →'), x, y);
  context.fillText(l10n.t('↓ from (query)'), x, y + 16);
}

const longestName = 9;

/** A token's label without its space, cut to the room on an axis. */
export function axisName(label = ''): string {
  const name = label.replace(/^␣(?=.)/, '');
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}
