import type { ScoreRows } from '../shared/recipes/rows';
import { isRefused } from '../shared/scores';
import type { FloatView } from '../shared/tensorView';
import { computeScores } from '../analysis/scores/computeScores';
import { drawSequences, idPool } from '../analysis/scores/sequences';
import type { TransformerModel } from '../engine/model';
import type { DataSet } from './data/dataSet';

/** Prefix matching of all heads at one step, and the rows that it was measured on. */
export interface PrefixMatching {
  readonly rows: ScoreRows;
  /** [layer, head], mean over the rows */
  readonly score: FloatView;
  /** [layer, head], standard error over the rows */
  readonly error: FloatView;
}

/**
 * The rows of the score `prefix_matching` at seed 0, which scoring a snapshot draws too. Null if the context is too short
 * for them.
 */
export function prefixMatchingRows({ dVocab, startTokenId }: DataSet, nCtx: number): ScoreRows | null {
  const pool = idPool(dVocab, id => id === startTokenId);
  const { repeated4 } = drawSequences({ pool, startTokenId, nCtx }, 0);
  return isRefused(repeated4) ? null : repeated4;
}

/** Prefix matching of all heads of a model in training. Rejects with `cancelled`. */
export async function prefixMatching(
  model: TransformerModel,
  rows: ScoreRows,
  signal: AbortSignal,
): Promise<PrefixMatching> {
  const { nLayers, nHeads } = model.config;
  const empty = (): FloatView => ({ shape: [nLayers, nHeads], data: new Float32Array(nLayers * nHeads) });
  const [score, error] = [empty(), empty()];
  await computeScores(model, {
    recipes: ['prefix_matching'],
    sequences: { repeated4: rows },
    interventions: [],
    signal,
    report: () => undefined,
    onLayer: (_recipe, layer, scores, errors) => {
      score.data.set(scores, layer * nHeads);
      error.data.set(errors, layer * nHeads);
    },
  });
  return { rows, score, error };
}
