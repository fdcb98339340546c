import { describe, expect, it } from 'vitest';
import { architectureOf } from '../../../../src/model/architecture/registry';
import { JsonObject } from '../../../../src/model/jsonFile';
import { fixture, readJson } from '../../../support/fixtures';

/** From test/fixtures/make_published_configs.py. */
interface Entry {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly count: number;
  /** Shapes of what stands outside of the blocks and in the first. */
  readonly tensors: Readonly<Record<string, readonly number[]>>;
  readonly windows: readonly (number | null)[];
  /** First and last frequency, and the factor, of each layer. */
  readonly rotations: readonly (readonly [number, number, number] | null)[];
  readonly scale: number;
  readonly eps: number;
  readonly activation: 'SiLUActivation' | 'GELUTanh';
  readonly context: number;
}

const entries = readJson(fixture('published-configs.json')) as readonly Entry[];

describe.each(entries)('the config of $name', entry => {
  const json = new JsonObject(entry.config, 'config.json');
  const family = architectureOf(json);
  const { config, parameters } = family.read(json, new Map());

  it('needs the tensors that the model has in transformers', () => {
    const shapes = new Map(parameters.map(({ tensor, tensorShape }) => [tensor, tensorShape]));
    expect(shapes.size).toBe(entry.count);
    const expected = Object.entries(entry.tensors).map(
      ([name, shape]) => [name.replace(/^model\./, ''), shape] as const,
    );
    expect(Object.fromEntries(expected.map(([name]) => [name, shapes.get(name)]))).toEqual(
      Object.fromEntries(expected),
    );
  });

  it('has the windows, rotations and scales of transformers', () => {
    expect(config.blocks.map(({ window }) => window)).toEqual(entry.windows);
    config.blocks.forEach(({ rotary, norm, attentionScale, activation }, layer) => {
      const rotation = entry.rotations[layer] ?? null;
      expect(rotary === null).toBe(rotation === null);
      if (rotary && rotation) {
        const { inverseFrequencies, attentionFactor } = rotary;
        const ends = [inverseFrequencies[0]!, inverseFrequencies.at(-1)!, attentionFactor];
        // float32 has 24 bits.
        ends.forEach((one, i) => expect(Math.abs(one / rotation[i]! - 1)).toBeLessThan(3e-7));
      }
      expect(norm.eps).toBe(entry.eps);
      expect(attentionScale).toBeCloseTo(entry.scale, 12);
      expect(activation).toBe(entry.activation === 'SiLUActivation' ? 'silu' : 'gelu_new');
    });
    expect(config.nCtx).toBe(entry.context);
    expect(config.tiedEmbeddings).toBe(!('lm_head.weight' in entry.tensors));
  });
});

/** What a model is multiplied or capped by stands in no tensor. */
it.each<[string, object]>([
  ['google/gemma-2b', { embedding: { scale: Math.sqrt(2048) }, logits: { scale: 1, softCap: null } }],
  ['google/gemma-2-2b', { embedding: { scale: 48 }, logits: { softCap: 30 }, blocks: [{ attentionSoftCap: 50 }] }],
  ['google/gemma-3-1b-pt', { logits: { softCap: null }, blocks: [{ attentionSoftCap: null }] }],
  ['ibm-granite/granite-3.1-2b-base', { embedding: { scale: 12 }, logits: { scale: 1 / 8 } }],
  ['ibm-granite/granite-3.1-2b-base', { blocks: [{ residualScale: 0.22 }] }],
  ['granite', { embedding: { scale: 1 }, logits: { scale: 1 }, blocks: [{ residualScale: 1, attentionScale: 1 }] }],
  ['CohereForAI/c4ai-command-r-plus', { logits: { scale: 0.8333333333333334 } }],
  ['CohereForAI/c4ai-command-r7b-12-2024', { logits: { scale: 0.25 } }],
])('the config of %s has %j', (name, expected) => {
  const json = new JsonObject(entries.find(entry => entry.name === name)!.config, 'config.json');
  const { config } = architectureOf(json).read(json, new Map());
  expect({ ...config, blocks: config.blocks.slice(0, 1) }).toMatchObject(expected);
});
