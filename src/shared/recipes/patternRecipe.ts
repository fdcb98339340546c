import { defineRecipe, eachHead, type Recipe } from './recipe';
import { firstPosition, type ScoreRows } from './rows';
import { uniformPattern } from './uniformPattern';

/** One head's attention over one row of ids. */
export interface ScoredPattern {
  /** [query, key], flattened */
  readonly pattern: Float32Array;
  readonly positions: number;
  /** 1 if the row begins with a start token, else 0. */
  readonly start: number;
  /** Length of the segment that is repeated after the start token. */
  readonly segment: number;
}

export interface PatternRecipe<Name extends string> extends Pick<
  Recipe<Name>,
  'name' | 'version' | 'rows' | 'range' | 'words'
> {
  readonly scorePattern: (scored: ScoredPattern) => number;
  /** Whether chance is the score of even attention; without it the recipe has no chance level. */
  readonly hasChance: boolean;
  /** Python that computes `values` from `A` [row, query, key], the head's pattern. */
  readonly python: string;
}

/** A recipe that reads nothing but one head's attention pattern. */
export function patternRecipe<const Name extends string>({
  scorePattern,
  hasChance,
  python,
  ...facts
}: PatternRecipe<Name>): Recipe<Name> {
  return defineRecipe({
    ...facts,
    isOfPattern: true,
    isSigned: false,
    hooks: ['attn.hook_pattern'],
    logitTokens: null,
    needsFinalScale: false,
    score(layer, rows) {
      const { shape, data } = layer.get('attn.hook_pattern'); // [row, head, query, key]
      const [count = 0, heads = 0, positions = 0] = shape;
      const size = positions * positions;
      return eachHead(heads, count, (head, row) => {
        const at = (row * heads + head) * size;
        return scorePattern(scoredPattern(data.subarray(at, at + size), rows));
      });
    },
    chance: rows => (hasChance ? scorePattern(scoredPattern(uniformPattern(rows.ids.shape[1] ?? 0), rows)) : null),
    python: `
A = cache["pattern", LAYER][:, HEAD]  # [row, query, key]
${python}`,
  });
}

function scoredPattern(pattern: Float32Array, rows: ScoreRows): ScoredPattern {
  return { pattern, positions: rows.ids.shape[1] ?? 0, start: firstPosition(rows), segment: rows.segment };
}
