import type { LayerHook, Recipe } from '../../src/shared/recipes/recipe';
import type { ScoreRows } from '../../src/shared/recipes/rows';
import { uniformPattern } from '../../src/shared/recipes/uniformPattern';
import type { FloatView } from '../../src/shared/tensorView';

/** A start token and 25 ids four times, as in Olsson et al. 2022. */
export const repeatedRows = rowsOf(25, 4);

const positions = 101;

/** Patterns [query, key] over `repeatedRows` of heads whose scores are known. */
export const knownHeads = {
  uniform: uniformPattern(positions),
  /** Attends to the token after the last copy, and to the start token before there is a copy. */
  induction: patternOf((q, k) => Number(hasCopy(q) ? k === q - 24 : k === 0)),
  /** The same, spread over all copies. */
  inductionSpread: patternOf((q, k) => {
    const copies = Math.floor((q - 1) / 25);
    return copies === 0 ? Number(k === 0) : (q - k) % 25 === 24 && k >= 2 && k <= q ? 1 / copies : 0;
  }),
  previousToken: patternOf((q, k) => Number(k === Math.max(0, q - 1))),
  duplicateToken: patternOf((q, k) => Number(hasCopy(q) ? k === q - 25 : k === 0)),
  startToken: patternOf((_q, k) => Number(k === 0)),
};

/** One row: a start token, then ids 1 … `segment`, repeated. */
export function rowsOf(segment: number, repeats: number): ScoreRows {
  const ids = Array.from({ length: segment }, (_, i) => i + 1);
  const row = [0, ...Array.from({ length: repeats }, () => ids).flat()];
  return { segment, repeats, ids: { shape: [1, row.length], data: Int32Array.from(row) } };
}

/** The score of one head with this pattern, by a recipe that reads patterns alone. */
export async function scoreOfPattern(recipe: Recipe, pattern: Float32Array, rows = repeatedRows): Promise<number> {
  const size = rows.ids.shape[1]!;
  return scoreOf(recipe, rows, { 'attn.hook_pattern': { shape: [1, 1, size, size], data: pattern } });
}

/** The score of one head from these activations. Any other activation throws, and so do logits that are not given. */
export async function scoreOf(
  recipe: Recipe,
  rows: ScoreRows,
  activations: Partial<Record<LayerHook, FloatView>>,
  logits: FloatView | null = null,
): Promise<number> {
  const given = (): Promise<FloatView> => (logits ? Promise.resolve(logits) : Promise.reject(new Error('no logits')));
  const scores = await recipe.score(
    {
      nHeads: 1,
      get(hook) {
        const found = activations[hook];
        if (!found) throw new Error(`no ${hook}`);
        return found;
      },
      logitsOfTokens: given,
      logitsWithinRows: given,
    },
    rows,
  );
  return scores[0]![0]!;
}

function hasCopy(query: number): boolean {
  return query >= 26;
}

function patternOf(weight: (query: number, key: number) => number): Float32Array {
  const pattern = new Float32Array(positions * positions);
  for (let q = 0; q < positions; q++) for (let k = 0; k <= q; k++) pattern[q * positions + k] = weight(q, k);
  return pattern;
}
