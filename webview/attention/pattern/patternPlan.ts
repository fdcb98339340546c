/** Where a pattern's cells stand on its canvas, in CSS pixels: queries down, keys across. */
export interface PatternPlan {
  readonly positions: number;
  readonly left: number;
  readonly top: number;
  /** Side of a cell. */
  readonly cell: number;
  /** First query and key on show: not 0 when it is zoomed. */
  readonly firstQuery: number;
  readonly firstKey: number;
  /** How many of each are on show. */
  readonly shown: number;
  /** Side of what is on show. */
  readonly size: number;
}

/** How a pattern is looked at; without zoom all of it. */
export interface Zoom {
  readonly factor: number;
  /** The pair in the middle. */
  readonly query: number;
  readonly key: number;
}

export const wholePattern: Zoom = { factor: 1, query: 0, key: 0 };

const axisTop = 68;

export function planPattern(positions: number, width: number, height: number, zoom: Zoom): PatternPlan {
  const left = Math.min(76, Math.max(58, width * 0.14));
  const room = Math.max(24, Math.min(width - left - 2, height - axisTop - 2));
  const fitted = Math.min(24, room / positions);
  const cell = Math.min(24, fitted * zoom.factor);
  const shown = Math.min(positions, Math.max(1, Math.floor(Math.min(room, fitted * positions) / cell)));
  const first = (middle: number): number => Math.max(0, Math.min(positions - shown, Math.round(middle - shown / 2)));
  return {
    positions,
    left,
    top: axisTop,
    cell,
    firstQuery: first(zoom.query),
    firstKey: first(zoom.key),
    shown,
    size: shown * cell,
  };
}

/** A query and one of its keys. */
export type Cell = readonly [query: number, key: number];

/** Null outside, and above the diagonal, where there is no attention. */
export function cellAt(plan: PatternPlan, x: number, y: number): Cell | null {
  const column = Math.floor((x - plan.left) / plan.cell);
  const row = Math.floor((y - plan.top) / plan.cell);
  if (column < 0 || row < 0 || column >= plan.shown || row >= plan.shown) return null;
  const [query, key] = [plan.firstQuery + row, plan.firstKey + column];
  return key <= query ? [query, key] : null;
}

/** Least room between two names on an axis. */
const nameRoom = 10.5;

/** Which tokens are named on an axis: the marked ones first, then every n-th where there is room. */
export function namedTokens(first: number, shown: number, cell: number, marked: readonly number[]): number[] {
  const taken: number[] = [];
  const isFree = (token: number): boolean => taken.every(other => Math.abs(other - token) * cell >= nameRoom);
  const isShown = (token: number): boolean => token >= first && token < first + shown;
  for (const token of marked) if (isShown(token) && isFree(token)) taken.push(token);
  const step = Math.max(1, Math.ceil((nameRoom + 1) / cell));
  for (let token = first; token < first + shown; token += step) if (isFree(token)) taken.push(token);
  return taken;
}
