import type { BackendName } from '../shared/contracts/engineContract';
import { recipes } from '../shared/recipes/registry';
import type { MeasuredSnapshot } from '../training/trainRun';
import { openCheckpoint } from './openCheckpoint';
import { headScores, scoreRowsHash } from './results/headScores';
import type { ResultStore } from './results/resultStore';
import { weightsIdOf } from './weightsHash';

/**
 * Stores the scores that training measured for a snapshot, so that the tree and the heads view find them and do not compute
 * them again. Rejects if the snapshot cannot be opened.
 */
export async function storeSnapshotResults(
  { path, prefixMatching }: MeasuredSnapshot,
  results: ResultStore,
  backend: BackendName,
): Promise<void> {
  if (!prefixMatching) return;
  const { rows, score, error } = prefixMatching;
  const checkpoint = await openCheckpoint(path);
  const { version, chance: chanceOf } = recipes.prefix_matching;
  const chance = chanceOf(rows);
  const measure = headScores('prefix_matching', checkpoint.config, chance);
  const on = { checkpoint: { path, weightsId: await weightsIdOf(checkpoint) }, input: scoreRowsHash(rows) };
  await results.write(measure, on, { score, error, chance, version }, backend);
}
