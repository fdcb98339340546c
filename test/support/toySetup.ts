import type { TrainingSetup } from '../../src/shared/trainingSetup';
import { readSetup } from '../../src/training/readSetup';

/** A setup that trains in seconds, with a test's changes. */
export function toySetup(changes: Partial<Record<keyof TrainingSetup, unknown>> = {}): TrainingSetup {
  return readSetup(
    {
      name: 'toy',
      data: { kind: 'repeat', vocabulary: 16 },
      model: { n_layers: 2, n_heads: 2, d_model: 16, d_head: 8, n_ctx: 64 },
      rowLength: 32,
      batch: 4,
      steps: 12,
      warmUp: 4,
      clip: 1,
      snapshots: { kind: 'linear', every: 6 },
      logEvery: 3,
      ...changes,
    },
    'toy',
  );
}
