// The first transition of test/training/phaseChange.test.ts, which `npm run test:training` runs in full.
import { beforeAll, describe, expect, it } from 'vitest';
import { hasTensorflow, startTestBackend } from '../../support/backends';
import { firstAbove, largest, toyRun, trainToy } from '../../support/trainToy';

describe.skipIf(!hasTensorflow)('one layer (skipped without TensorFlow, because wasm takes a minute)', () => {
  beforeAll(() => startTestBackend('tensorflow'));

  const changes = { learningRate: 2e-3, warmUp: 50, steps: 160 };
  const shortformer = { positional_embedding_type: 'shortformer' } as const;

  it('learns induction with smeared keys', async () => {
    const measured = await trainToy(toyRun(1, { ...shortformer, smeared_keys: true }, changes), 20);
    expect(firstAbove(measured, 0.2)).toBeLessThanOrEqual(160);
    expect(measured[0]!.prefixMatching).toBeLessThan(0.1);
    expect(measured.at(-1)!.loss).toBeLessThan(3);
  });

  it('learns no induction without smeared keys', async () => {
    const measured = await trainToy(toyRun(1, shortformer, changes), 20);
    expect(largest(measured)).toBeLessThan(0.1);
    expect(measured.at(-1)!.loss).toBeGreaterThan(3.3);
  });
});
