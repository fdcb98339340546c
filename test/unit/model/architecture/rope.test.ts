import { describe, expect, it } from 'vitest';
import { contextWithRope, readLayerRopes, readRope } from '../../../../src/model/architecture/rope';
import { JsonObject } from '../../../../src/model/jsonFile';
import type { Rotary } from '../../../../src/model/transformerConfig';
import { fixture, readJson } from '../../../support/fixtures';

/** From test/fixtures/make_rope.py: cos and sin of the last position. */
interface Entry {
  readonly config: Readonly<Record<string, unknown>>;
  readonly positions: number;
  readonly tables: Readonly<Record<string, { readonly cos: number[]; readonly sin: number[] }>>;
}

const entries = readJson(fixture('rope.json')) as readonly Entry[];
const sizes = { dHead: 32, nCtx: 64 };

function rotaries(fields: Entry['config']): Readonly<Record<string, Rotary>> {
  const config = new JsonObject(fields, 'config.json');
  switch (fields.model_type) {
    case 'gemma3_text':
      return readLayerRopes(config, {
        full_attention: { baseKey: 'rope_theta', base: 1e6 },
        sliding_attention: { baseKey: 'rope_local_base_freq', base: 1e4 },
        ...sizes,
      });
    case 'olmo3': {
      const theta = { baseKey: 'rope_theta', base: 5e5 };
      return readLayerRopes(config, { full_attention: theta, sliding_attention: theta, ...sizes });
    }
    default:
      return { all: readRope(config, { baseKey: 'rope_theta', shareKey: null, base: 10000, share: 1, ...sizes }) };
  }
}

describe.each(entries.map(({ config, ...rest }) => ({ ...rest, config, keys: JSON.stringify(config) })))(
  'rotary positions of $keys',
  ({ config, positions, tables }) => {
    it(`are those of transformers for ${positions} positions`, () => {
      const read = rotaries(config);
      for (const [type, { cos, sin }] of Object.entries(tables)) {
        const { inverseFrequencies, attentionFactor, longTexts } = read[type]!;
        const isLong = longTexts !== null && positions >= longTexts.from;
        const frequencies = isLong ? longTexts.inverseFrequencies(positions) : inverseFrequencies;
        expect(frequencies.length).toBe(cos.length);
        frequencies.forEach((frequency, i) => {
          const angle = (positions - 1) * frequency;
          // An angle of 80 in float32 is exact to 4e-6.
          expect(Math.abs(attentionFactor * Math.cos(angle) - cos[i]!)).toBeLessThan(1e-5);
          expect(Math.abs(attentionFactor * Math.sin(angle) - sin[i]!)).toBeLessThan(1e-5);
        });
      }
    });
  },
);

it('contextWithRope lets a text be longer than max_position_embeddings only for dynamic scaling', () => {
  const context = (rope_scaling: object): number =>
    contextWithRope(new JsonObject({ rope_scaling }, 'config.json'), 64);
  expect(context({ type: 'dynamic', factor: 2.5 })).toBe(160);
  expect(context({ type: 'linear', factor: 2.5 })).toBe(64);
  expect(context({})).toBe(64);
});

describe('the trained context', () => {
  const key = 'original_max_position_embeddings';
  const from = (fields: object, trainedContext?: number): number | undefined => {
    const divisors = new Array<number>(16).fill(1);
    const rope_scaling = { rope_type: 'longrope', short_factor: divisors, long_factor: divisors, [key]: 16 };
    const defaults = { baseKey: 'rope_theta', shareKey: null, base: 10000, share: 1, ...sizes, trainedContext };
    return readRope(new JsonObject({ rope_scaling, ...fields }, 'config.json'), defaults).longTexts?.from;
  };

  it('is the one beside the rope parameters, else the one among them', () => {
    expect([from({ [key]: 32 }), from({})]).toEqual([33, 17]);
  });

  it('is never the one among them in a family with a default of its own, as Phi 3', () => {
    expect([from({ [key]: 32 }, 4096), from({}, 4096)]).toEqual([33, 4097]);
  });
});

describe('rotary parameters', () => {
  const ones = new Array<number>(16).fill(1);
  const longrope = { rope_type: 'longrope', short_factor: ones, long_factor: ones };
  const read = (fields: object): unknown => rotaries({ model_type: 'llama', ...fields });
  const readByLayer = (rope_parameters: object): unknown => rotaries({ model_type: 'gemma3_text', rope_parameters });

  it.each<[string, () => unknown, string]>([
    ['an unknown type', () => read({ rope_scaling: { type: 'mrope' } }), '"rope_type" is "mrope"; supported: default,'],
    ['a factor without a type', () => read({ rope_scaling: { factor: 2 } }), 'has a "factor", but neither "rope_type"'],
    [
      'two types',
      () => read({ rope_scaling: { rope_type: 'linear', type: 'dynamic', factor: 2 } }),
      '"rope_type" is "linear" and "type" is "dynamic"',
    ],
    ['no factor', () => read({ rope_scaling: { rope_type: 'dynamic' } }), '"factor" is missing'],
    [
      'too few factors',
      () => read({ rope_scaling: { ...longrope, long_factor: [1, 2] } }),
      '"long_factor" is [1,2], expected a list of 16',
    ],
    [
      'a factor of 0',
      () => read({ rope_scaling: { ...longrope, long_factor: new Array(16).fill(0) } }),
      'expected 16 numbers from 0.000001',
    ],
    [
      'frequencies that are not finite',
      () => read({ rope_scaling: { ...longrope, original_max_position_embeddings: 1 } }),
      'gives rotary frequencies that are not finite',
    ],
    [
      'parameters for each type of layer in a family that has one',
      () => read({ rope_parameters: { full_attention: { rope_theta: 1e4 } } }),
      '"full_attention" has parameters of its own',
    ],
    [
      'parameters for all layers in a family that has two types',
      () => readByLayer({ rope_type: 'default', rope_theta: 1e4 }),
      '"rope_type" is for all layers; supported are "full_attention" and "sliding_attention"',
    ],
  ])('with %s are refused', (_what, reading, message) => {
    expect(reading).toThrow(message);
    expect(reading).toThrow(/^config\.json/);
  });
});
