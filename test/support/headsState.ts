import { headIntervention } from '../../src/shared/interventions/intervention';
import { defaultThresholds } from '../../src/shared/headTypes';
import type { HeadGrid } from '../../src/shared/heads';
import type { HeadScores, HeadsState } from '../../src/shared/contracts/headsViewContract';
import type { RecipeName } from '../../src/shared/recipes/registry';
import type { RecipeScores, Refused } from '../../src/shared/scores';

/** One number for each head, in model order. `error` is the same for all. */
export interface Numbers {
  readonly score: readonly number[];
  readonly error?: number;
  readonly chance?: number | null;
}

export type NumbersByRecipe = Readonly<Partial<Record<RecipeName, Numbers | Refused>>>;

export const rows: NonNullable<HeadScores['rows']> = {
  seed: 0,
  startTokenId: 1,
  kinds: {
    repeated4: { count: 10, segment: 25, repeats: 4 },
    repeated2: { count: 10, segment: 50, repeats: 2 },
    distinct: { count: 10, segment: 25, repeats: 1 },
  },
};

export function scored(grid: HeadGrid, numbers: NumbersByRecipe): HeadScores['scores'] {
  return Object.fromEntries(
    Object.entries(numbers).map(([recipe, one]): [string, RecipeScores | Refused] => {
      if ('refused' in one) return [recipe, one];
      const shape = [grid.nLayers, grid.nHeads];
      const { score, error = 0.01, chance = 0.03 } = one;
      return [
        recipe,
        {
          score: { shape, data: Float32Array.from(score) },
          error: { shape, data: new Float32Array(score.length).fill(error) },
          chance,
          version: 1,
        },
      ];
    }),
  );
}

/** Two layers of two heads with all scores: L0H1 attends to the previous token, and L1H0 does induction. */
export const smallGrid: HeadGrid = { nLayers: 2, nHeads: 2 };

export const smallNumbers = {
  prefix_matching: { score: [0.03, 0.01, 0.9, 0.2], error: 0.005 },
  induction: { score: [0.01, 0.02, 0.85, 0.1] },
  induction_logit: { score: [0, -0.02, 0.25, 0.01], chance: 0 },
  previous_token: { score: [0.05, 0.8, 0.02, 0.1] },
  duplicate_token: { score: [0.02, 0.01, 0.03, 0.05], chance: null },
} as const satisfies NumbersByRecipe;

export function headsState(changes: Partial<HeadsState> = {}): HeadsState {
  return {
    checkpoint: 'tiny',
    grid: smallGrid,
    clean: { phase: { kind: 'done' }, scores: scored(smallGrid, smallNumbers), rows },
    ablation: null,
    ablated: null,
    shown: null,
    labels: [],
    thresholds: defaultThresholds,
    ...changes,
  };
}

/** The same with L0H1 ablated, so that the induction head loses its score. */
export function ablatedState(changes: Partial<HeadsState> = {}): HeadsState {
  return headsState({
    ablation: headIntervention('zero', [{ layer: 0, head: 1 }]),
    ablated: {
      phase: { kind: 'done' },
      scores: scored(smallGrid, { ...smallNumbers, prefix_matching: { score: [0.03, 0.01, 0.1, 0.25] } }),
      rows,
    },
    ...changes,
  });
}
