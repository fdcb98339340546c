import { describe, expect, it } from 'vitest';
import { readSetup } from '../../../src/training/readSetup';

const model = { n_layers: 2, n_heads: 4, d_model: 64, d_head: 16, n_ctx: 128 };
const least = {
  name: 'least',
  data: { kind: 'repeat' },
  model,
  steps: 100,
  snapshots: { kind: 'linear', every: 25 },
};

describe('a training setup', () => {
  it('needs few fields, and the rest have the defaults of the paper’s toy runs', () => {
    expect(readSetup(least, 'r.json')).toEqual({
      ...least,
      data: { kind: 'repeat', vocabulary: 64 },
      rowLength: 128,
      batch: 64,
      shortRows: null,
      learningRate: 1e-3,
      warmUp: 100,
      weightDecay: 0.01,
      betas: [0.9, 0.98],
      clip: null,
      seed: 0,
      logEvery: 25,
      weights: 'F32',
    });
  });

  it('is the same after it is written and read', () => {
    const recipe = readSetup({ ...least, clip: 1, data: { kind: 'stories' }, weights: 'F16' }, 'r.json');
    expect(readSetup(JSON.parse(JSON.stringify(recipe)), 'r.json')).toEqual(recipe);
  });

  it.each<[string, unknown, string]>([
    ['no object', [], 'r.json: holds no JSON object; a setup is one.'],
    ['no steps', { ...least, steps: undefined }, 'r.json: "steps" is missing.'],
    ['half a step', { ...least, steps: 0.5 }, 'r.json: "steps" is 0.5, expected a number from 1 to 10000000.'],
    [
      'a misspelt key',
      { ...least, learningrate: 1 },
      'r.json: "learningrate" is not known here; known are name, data,',
    ],
    ['a name that is a path', { ...least, name: '../x' }, 'r.json: "name" is "../x", expected up to 64 letters'],
    ['no model', { ...least, model: undefined }, 'r.json: "model" is missing; it must be an object.'],
    [
      'odd data',
      { ...least, data: { kind: 'web' } },
      'r.json: "data": "kind" is "web"; supported: "repeat", "bigrams"',
    ],
    [
      'a row longer than the context',
      { ...least, rowLength: 129 },
      '"rowLength" is 129, expected a number from 8 to 128.',
    ],
    [
      'short rows that do not fit',
      { ...least, shortRows: { length: 48, share: 0.5 } },
      'expected a divisor of "rowLength", 128.',
    ],
    ['a step too large for memory', { ...least, batch: 2000 }, 'have 131,072,000 attention weights a layer; at most'],
    ['betas of 1', { ...least, betas: [0.9, 1] }, '"betas" is [0.9,1], expected two numbers from 0 to below 1.'],
    [
      '"none" for no norm',
      { ...least, model: { ...model, normalization_type: 'none' } },
      'r.json: "model": "normalization_type" is "none"; supported: "LN", "LNPre", "RMS", "RMSPre" and null, which is no norm.',
    ],
    [
      'a function that is not known',
      { ...least, model: { ...model, attn_only: false, d_mlp: 64, act_fn: 'swoosh' } },
      '"act_fn" is "swoosh"; supported: relu',
    ],
    [
      'an odd rotary_dim',
      { ...least, model: { ...model, rotary_dim: 3 } },
      '"rotary_dim" is 3; pairs need an even count.',
    ],
    [
      'a model too large',
      { ...least, model: { ...model, d_model: 65536 } },
      'parameters; at most 16,000,000 are trained.',
    ],
    [
      'too many snapshots',
      { ...least, steps: 5000, snapshots: { kind: 'linear', every: 1 } },
      'expected a number from 5',
    ],
  ])('is refused: %s', (_what, given, message) => {
    const value: unknown = JSON.parse(JSON.stringify(given));
    expect(() => readSetup(value, 'r.json')).toThrow(
      expect.objectContaining({ reason: 'bad-input', message: expect.stringContaining(message) as string }),
    );
  });
});
