import { axisName, cellShare, type PatternContent } from './patternDrawing';
import type { Cell, PatternPlan } from './patternPlan';
import type { Theme } from '../../base/theme';

const cells = 11;
const side = 16;
const nameWidth = 62;
const belowTop = 72;

/** The width of a lens with its names, pixels. */
export const lensWidth = nameWidth + cells * side + 12;

/**
 * Draws 11 × 11 cells around a pair, with every token written out, so that a pattern of hundreds of tokens can be read,
 * and marks their place in the pattern. `right` is the lens's right edge. Returns false if there is no room for it.
 */
export function drawLens(
  context: CanvasRenderingContext2D,
  plan: PatternPlan,
  content: PatternContent,
  [query, key]: Cell,
  right: number,
  theme: Theme,
): boolean {
  // The lens may cover the pattern's empty half, but not its diagonal.
  const diagonal = plan.left + Math.min(plan.size, belowTop + cells * side);
  if (plan.positions <= cells || right - lensWidth < diagonal + 8) return false;
  const { positions } = plan;
  const first = (middle: number): number => Math.max(0, Math.min(positions - cells, middle - Math.floor(cells / 2)));
  const [firstQuery, firstKey] = [first(query), first(key)];
  const [left, top] = [right - cells * side - 2, plan.top + belowTop];
  const isSigned = content.pairValue === 'logitAttribution';
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const [q, k] = [firstQuery + row, firstKey + column];
      if (k > q) continue;
      const share = cellShare(content, q, k);
      const place = [left + column * side, top + row * side, side - 1, side - 1] as const;
      context.globalAlpha = 0.05;
      context.fillStyle = theme.foreground;
      context.fillRect(...place);
      context.globalAlpha = Math.sqrt(Math.min(1, Math.abs(share)));
      if (context.globalAlpha < 0.07) continue;
      context.fillStyle =
        q >= content.staleToken
          ? theme.muted
          : !isSigned
            ? theme.attentionInk
            : share > 0
              ? theme.gainInk
              : theme.lossInk;
      context.fillRect(...place);
    }
  }
  context.globalAlpha = 1;
  drawNames(context, content.labels, { left, top, firstQuery, firstKey, query, key }, theme);
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1.25;
  context.strokeRect(left + (key - firstKey) * side - 1, top + (query - firstQuery) * side - 1, side + 1, side + 1);
  markPlace(context, plan, firstQuery, firstKey, theme);
  return true;
}

interface LensNames {
  readonly left: number;
  readonly top: number;
  readonly firstQuery: number;
  readonly firstKey: number;
  readonly query: number;
  readonly key: number;
}

function drawNames(
  context: CanvasRenderingContext2D,
  labels: readonly string[],
  { left, top, firstQuery, firstKey, query, key }: LensNames,
  theme: Theme,
): void {
  const font = (isMarked: boolean): string => `${isMarked ? '600 11px' : '10px'} ${theme.fontFamily}`;
  context.textBaseline = 'middle';
  for (let index = 0; index < cells; index++) {
    const [q, k] = [firstQuery + index, firstKey + index];
    context.textAlign = 'right';
    context.font = font(q === query);
    context.fillStyle = q === query ? theme.foreground : theme.muted;
    context.fillText(axisName(labels[q]), left - 6, top + (index + 0.5) * side);
    context.save();
    context.translate(left + (index + 0.5) * side, top - 6);
    context.rotate(-Math.PI / 2);
    context.textAlign = 'left';
    context.font = font(k === key);
    context.fillStyle = k === key ? theme.attentionInk : theme.muted;
    context.fillText(axisName(labels[k]), 0, 0);
    context.restore();
  }
}

/** Marks the lens's cells in the pattern. */
function markPlace(
  context: CanvasRenderingContext2D,
  { left, top, cell, firstQuery: shownQuery, firstKey: shownKey, size }: PatternPlan,
  firstQuery: number,
  firstKey: number,
  theme: Theme,
): void {
  context.save();
  context.beginPath();
  context.rect(left - 1, top - 1, size + 2, size + 2);
  context.clip();
  context.strokeStyle = theme.muted;
  context.globalAlpha = 0.8;
  context.lineWidth = 1;
  context.strokeRect(
    left + (firstKey - shownKey) * cell - 0.5,
    top + (firstQuery - shownQuery) * cell - 0.5,
    cells * cell,
    cells * cell,
  );
  context.restore();
}
