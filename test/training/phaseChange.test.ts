// npm run test:training: the toy runs in full, some minutes. `npm test` has them shortened, in test/unit/whole.
import { beforeAll, describe, expect, it } from 'vitest';
import { hasTensorflow, startTestBackend } from '../support/backends';
import { firstAbove, largest, toyRun, trainToy } from '../support/trainToy';

beforeAll(() => startTestBackend(hasTensorflow ? 'tensorflow' : 'wasm'));

const shortformer = { positional_embedding_type: 'shortformer' } as const;

describe('tiled random tokens', () => {
  it.each([0, 1, 2])('two layers: induction between steps 250 and 500, seed %i', async seed => {
    const measured = await trainToy(toyRun(2, {}, { seed }));
    const step = firstAbove(measured, 0.6);
    expect(step).toBeGreaterThanOrEqual(250);
    expect(step).toBeLessThanOrEqual(500);
    // Before it, the loss has fallen by what a row's own tokens tell; after it, by most of the rest.
    expect(measured.find(one => one.step === 200)!.loss).toBeGreaterThan(3.5);
    expect(measured.at(-1)!.loss).toBeLessThan(1.8);
  });

  it.each([
    ['rotary', {}],
    ['shortformer', shortformer],
  ])('one layer has no induction, %s', async (_positions, model) => {
    const measured = await trainToy(toyRun(1, model, { steps: 700 }));
    expect(largest(measured)).toBeLessThan(0.1);
    expect(measured.at(-1)!.loss).toBeGreaterThan(3.2);
  });

  it('one layer with smeared keys has it, and earlier than two layers', async () => {
    const measured = await trainToy(toyRun(1, { ...shortformer, smeared_keys: true }, { steps: 700 }));
    expect(firstAbove(measured, 0.3)).toBeLessThan(300);
    expect(measured.at(-1)!.loss).toBeLessThan(1.9);
  });
});

describe('tiled bigram text', () => {
  it('two layers learn the bigrams first, then induction', async () => {
    const data = { kind: 'bigrams', vocabulary: 64, concentration: 0.1 };
    const measured = await trainToy(toyRun(2, {}, { data, learningRate: 2e-3, steps: 800 }));
    const bigrams = measured.find(one => one.loss < 2.5)!;
    expect(bigrams.prefixMatching).toBeLessThan(0.1);
    expect(firstAbove(measured, 0.4)).toBeGreaterThan(bigrams.step);
    expect(largest(measured)).toBeGreaterThan(0.4);
    expect(measured.at(-1)!.loss).toBeLessThan(1.5);
  });
});
