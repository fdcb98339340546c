import { describe, expect, it } from 'vitest';
import { architectureOf } from '../../../../../../src/model/architecture/registry';
import type { GgufHeader } from '../../../../../../src/model/formats/gguf/ggufHeader';
import { readGgufHeader } from '../../../../../../src/model/formats/gguf/ggufHeader';
import { translateGguf } from '../../../../../../src/model/formats/gguf/translateGguf';
import type { TransformerConfig } from '../../../../../../src/model/transformerConfig';
import { ggufBytes, type GgufTensor, type GgufValue } from '../../../../../support/ggufBytes';
import { memorySource } from '../../../../../support/memoryFolder';

const sizes = { block_count: 8, context_length: 64, embedding_length: 64, feed_forward_length: 32 };
const heads = { 'attention.head_count': 4, 'attention.head_count_kv': 2, 'attention.key_length': 8 };

/** A header with these keys under "{architecture}." beside the sizes. */
function header(
  architecture: string,
  keys: Readonly<Record<string, GgufValue>>,
  tensors: readonly GgufTensor[] = [],
): Promise<GgufHeader> {
  const usual = Object.entries({ ...sizes, ...heads }).map(([key, uint32]): [string, GgufValue] => [key, { uint32 }]);
  const all = Object.entries({ ...Object.fromEntries(usual), ...keys });
  const metadata = all.map(([key, value]): [string, GgufValue] => [`${architecture}.${key}`, value]);
  const bytes = ggufBytes({
    metadata: [['general.architecture', architecture], ...metadata],
    tensors: [{ name: 'token_embd.weight', dimensions: [1, 10], numbers: new Array<number>(10).fill(0) }, ...tensors],
  });
  return readGgufHeader(memorySource('a.gguf', bytes));
}

async function read(...given: Parameters<typeof header>): Promise<TransformerConfig> {
  const { config } = await translateGguf(await header(...given));
  return architectureOf(config).read(config, new Map()).config;
}

const eps = { 'attention.layer_norm_rms_epsilon': { float32: 1e-6 } };
const window = { 'attention.sliding_window': { uint32: 5 } };

describe('Gemma’s scores', () => {
  const gemma2 = (block_count: number): Promise<TransformerConfig> =>
    read('gemma2', { ...eps, ...window, block_count: { uint32: block_count } });
  const gemma3 = (block_count: number): Promise<TransformerConfig> =>
    read('gemma3', { ...eps, ...window, block_count: { uint32: block_count } });

  it.each([
    ['Gemma 2', gemma2, 26, 8],
    ['Gemma 2 27B', gemma2, 46, 64 / 4],
    ['Gemma 3', gemma3, 26, 8],
    ['Gemma 3 27B', gemma3, 62, 64 / 4],
  ])('of %s are divided as llama.cpp divides them', async (_name, model, layers, scalar) => {
    expect((await model(layers)).blocks[0]!.attentionScale).toBeCloseTo(scalar ** -0.5, 10);
  });
});

describe('which layers have a window', () => {
  const windows = async (pattern: GgufValue | null): Promise<(number | null)[]> => {
    const key = pattern === null ? {} : { 'attention.sliding_window_pattern': pattern };
    const { blocks } = await read('gemma3', { ...eps, ...window, ...key });
    return blocks.map(block => block.window);
  };

  it('is the family’s rule if the file does not say', async () => {
    expect(await windows(null)).toEqual([5, 5, 5, 5, 5, null, 5, 5]);
  });

  it.each([
    [0, [5, 5, 5, 5, 5, 5, 5, 5]],
    [1, [null, null, null, null, null, null, null, null]],
    [3, [5, 5, null, 5, 5, null, 5, 5]],
  ])('with the pattern %i leaves out the last of every so many', async (uint32, expected) => {
    expect(await windows({ uint32 })).toEqual(expected);
  });
});

describe('Llama’s rope factors', () => {
  const factors = (numbers: readonly number[]): GgufTensor => ({
    name: 'rope_freqs.weight',
    dimensions: [numbers.length],
    numbers,
  });

  it('divide the frequencies', async () => {
    const [plain, divided] = [await read('llama', eps), await read('llama', eps, [factors([1, 2, 4, 8])])].map(
      ({ blocks }) => blocks[0]!.rotary!,
    );
    expect(divided!.attentionFactor).toBe(1);
    divided!.inverseFrequencies.forEach((frequency, i) => {
      expect(plain!.inverseFrequencies[i]! / frequency).toBeCloseTo(2 ** i, 5);
    });
  });

  it.each([
    [{}, [1, 2, 3], '"rope_freqs.weight" has 3 numbers, expected 4'],
    [{ 'rope.scaling.factor': { float32: 2 } }, [1, 2, 3, 4], 'has rope factors and "llama.rope.scaling.type" linear'],
    [{ 'rope.scaling.type': 'yarn' }, [1, 2, 3, 4], 'has rope factors and "llama.rope.scaling.type" yarn'],
  ])('are refused with %j for %j', async (keys, numbers, message) => {
    await expect(read('llama', { ...eps, ...keys }, [factors(numbers)])).rejects.toThrow(message);
  });
});

it('Phi 3 with a factor for attention, but without those of its rotation, is refused', async () => {
  const keys = { ...eps, ...window, 'rope.scaling.attn_factor': { float32: 1.5 } };
  await expect(read('phi3', { ...keys, 'attention.key_length': { uint32: 16 } })).rejects.toThrow(
    '"phi3.rope.scaling.attn_factor" is 1.5 without rope factors',
  );
});

it('YaRN lengthens queries and keys as transformers does, unless the file says by how much', async () => {
  const yarn = { ...eps, 'rope.scaling.type': 'yarn', 'rope.scaling.factor': { float32: 4 } };
  const factor = async (keys: Readonly<Record<string, GgufValue>>): Promise<number> =>
    (await read('qwen2', { ...yarn, ...keys })).blocks[0]!.rotary!.attentionFactor;
  expect(await factor({})).toBeCloseTo(0.1 * Math.log(4) + 1, 10);
  // llama.cpp multiplies this one by what YaRN gives.
  expect(await factor({ 'rope.scaling.attn_factor': { float32: 1 } })).toBeCloseTo(0.1 * Math.log(4) + 1, 10);
  expect(await factor({ 'rope.scaling.yarn_attn_factor': { float32: 1.5 } })).toBe(1.5);
});

it('a share of rotated numbers gives their count again', async () => {
  // 44 · (30 / 44) is a little less than 30.
  const keys = { 'attention.layer_norm_epsilon': { float32: 1e-5 }, 'rope.dimension_count': { uint32: 30 } };
  const wide = { embedding_length: { uint32: 176 }, 'attention.key_length': { uint32: 44 } };
  const { blocks } = await read('gptneox', { ...keys, ...wide, 'attention.head_count_kv': { uint32: 4 } });
  expect(blocks[0]!.rotary!.dim).toBe(30);
});
