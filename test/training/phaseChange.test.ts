// `npm run test:training` trains the toy models in full, which takes minutes. `npm test` runs the short form in
// test/unit/whole.
import { beforeAll, describe, expect, it } from 'vitest';
import { hasTensorflow, startTestBackend } from '../support/backends';
import { firstAbove, largest, toyRun, trainToy } from '../support/trainToy';

beforeAll(() => startTestBackend(hasTensorflow ? 'tensorflow' : 'wasm'));

const shortformer = { positional_embedding_type: 'shortformer' } as const;

describe('training on tiled random tokens', () => {
  it.each([0, 1, 2])('gives two layers induction between steps 250 and 500 (seed %i)', async seed => {
    const measured = await trainToy(toyRun(2, {}, { seed }));
    const step = firstAbove(measured, 0.6);
    expect(step).toBeGreaterThanOrEqual(250);
    expect(step).toBeLessThanOrEqual(500);
    // Before that, the loss falls by what a row's own tokens say. After it, the loss falls by most of the rest.
    expect(measured.find(one => one.step === 200)!.loss).toBeGreaterThan(3.5);
    expect(measured.at(-1)!.loss).toBeLessThan(1.8);
  });

  it.each([
    ['rotary', {}],
    ['shortformer', shortformer],
  ])('gives one layer no induction (%s)', async (_positions, model) => {
    const measured = await trainToy(toyRun(1, model, { steps: 700 }));
    expect(largest(measured)).toBeLessThan(0.1);
    expect(measured.at(-1)!.loss).toBeGreaterThan(3.2);
  });

  it('gives one layer with smeared keys induction, earlier than two layers', async () => {
    const measured = await trainToy(toyRun(1, { ...shortformer, smeared_keys: true }, { steps: 700 }));
    expect(firstAbove(measured, 0.3)).toBeLessThan(300);
    expect(measured.at(-1)!.loss).toBeLessThan(1.9);
  });
});

describe('training on tiled bigram text', () => {
  it('gives two layers the bigrams first and induction later', async () => {
    const data = { kind: 'bigrams', vocabulary: 64, concentration: 0.1 };
    const measured = await trainToy(toyRun(2, {}, { data, learningRate: 2e-3, steps: 800 }));
    const bigrams = measured.find(one => one.loss < 2.5)!;
    expect(bigrams.prefixMatching).toBeLessThan(0.1);
    expect(firstAbove(measured, 0.4)).toBeGreaterThan(bigrams.step);
    expect(largest(measured)).toBeGreaterThan(0.4);
    expect(measured.at(-1)!.loss).toBeLessThan(1.5);
  });
});
