import { tileValue } from '../../../src/shared/tile';
import { listValue } from '../colouring';
import type { PatternContent } from './patternDrawing';
import type { Cell } from './patternPlan';

/** The value of a cell as lists show it: "0.712", "+0.250". */
export function cellText({ pairValue, tile }: PatternContent, [query, key]: Cell): string {
  return listValue(pairValue, tileValue(tile, query, key));
}
