import type { HeadGrid } from '../../shared/heads';
import { isRecord } from '../../shared/parsedValues';
import { recipes, type RecipeName } from '../../shared/recipes/registry';
import type { ScoreRows } from '../../shared/recipes/rows';
import { byLayer, type RecipeScores } from '../../shared/scores';
import type { FloatView } from '../../shared/tensorView';
import { inputHash } from './inputHash';
import type { Measure } from './measure';

/** The scores of all heads of a model by one recipe. `chance` follows from the rows and is not read from disk. */
export function headScores(
  name: RecipeName,
  { nLayers, nHeads }: HeadGrid,
  chance: number | null,
): Measure<RecipeScores> {
  const { version } = recipes[name];
  return {
    name,
    version,
    encode: scores => ({ score: table(scores.score), error: table(scores.error), chance: scores.chance }),
    decode(stored) {
      if (!isRecord(stored)) return null;
      const score = readTable(stored.score, nLayers, nHeads);
      const error = readTable(stored.error, nLayers, nHeads);
      return score && error ? { score, error, chance, version } : null;
    },
  };
}

/** The input hash of scores on these rows. */
export function scoreRowsHash({ ids, segment, repeats }: ScoreRows): string {
  return inputHash(ids, [segment, repeats]);
}

/** The numbers layer by layer; null for a number that is not finite. */
function table({ shape, data }: FloatView): (number | null)[][] {
  const finite = Array.from(data, value => (Number.isFinite(value) ? value : null));
  return byLayer(finite, shape[1] ?? 1);
}

function readTable(value: unknown, layers: number, heads: number): FloatView | null {
  if (!Array.isArray(value) || value.length !== layers) return null;
  const rows: unknown[] = value;
  if (!rows.every(row => Array.isArray(row) && row.length === heads)) return null;
  const numbers: unknown[] = rows.flat();
  if (!numbers.every(number => number === null || typeof number === 'number')) return null;
  return { shape: [layers, heads], data: Float32Array.from(numbers, number => number ?? NaN) };
}
