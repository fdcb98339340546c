import { isRefused, type ScoreRows } from '../shared/scores';
import { computeScores } from '../analysis/scores/computeScores';
import { drawSequences, idPool } from '../analysis/scores/sequences';
import type { TransformerModel } from '../engine/model';
import type { DataSet } from './data/dataSet';

/** The rows of the recipe `prefix_matching` at seed 0, as anyone draws them who scores the checkpoint; null: too short. */
export function probeRows({ dVocab, startTokenId }: DataSet, nCtx: number): ScoreRows | null {
  const pool = idPool(dVocab, id => id === startTokenId);
  const { probe } = drawSequences({ pool, startTokenId, nCtx }, 0);
  return isRefused(probe) ? null : probe;
}

/** The largest prefix-matching score of any head. */
export async function largestPrefixMatching(
  model: TransformerModel,
  probe: ScoreRows,
  signal: AbortSignal,
): Promise<number> {
  let largest = 0;
  await computeScores(model, {
    recipes: ['prefix_matching'],
    sequences: { probe },
    interventions: [],
    signal,
    report: () => undefined,
    onLayer: (_recipe, _layer, score) => (largest = Math.max(largest, ...score)),
  });
  return largest;
}
