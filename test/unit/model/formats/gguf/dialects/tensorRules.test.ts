import { describe, expect, it } from 'vitest';
import {
  grouped,
  lessOne,
  named,
  paired,
  split,
  transposed,
  type TensorRule,
} from '../../../../../../src/model/formats/gguf/dialects/tensorRules';
import { ggmlFormat } from '../../../../../../src/model/formats/gguf/quantizations/ggmlFormats';
import type { StoredTensor } from '../../../../../../src/model/storedTensor';
import { memorySource } from '../../../../../support/memoryFolder';

const sizes = { nLayers: 1, nHeads: 4, nKeyValueHeads: 2, dModel: 2, dHead: 2 };

function stored(shape: readonly number[], numbers: readonly number[]): StoredTensor {
  const source = memorySource('a.gguf', new Uint8Array(Float32Array.from(numbers).buffer));
  const format = ggmlFormat(0);
  return { name: 'x.weight', dtype: 'F32', format, shape, source, offset: 0, byteLength: 4 * numbers.length };
}

async function read(
  rule: TensorRule,
  tensor: StoredTensor,
): Promise<{ shape: readonly number[]; numbers: number[] }[]> {
  return Promise.all(
    rule.read(tensor, sizes).map(async ({ shape, format, source, offset, byteLength }) => ({
      shape,
      numbers: [...format!.decode(await source.read(offset, byteLength))],
    })),
  );
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('what a tensor of a GGUF file is to the family', () => {
  it('is the same for most', async () => {
    expect(await read(named('y'), stored([2, 3], upTo(6)))).toEqual([{ shape: [2, 3], numbers: upTo(6) }]);
  });

  it('has the rows of each head in halves instead of pairs, of a bias too', () => {
    const four = { ...sizes, dHead: 4 };
    const bias = paired('y').read(stored([8], upTo(8)), four)[0]!;
    const numbers = bias.format!.decode(new Uint8Array(Float32Array.from(upTo(8)).buffer));
    expect([...numbers]).toEqual([0, 2, 1, 3, 4, 6, 5, 7]);
  });

  it('is [in, out] where GPT-2 has it so; a bias stays', async () => {
    expect(await read(transposed('y'), stored([3, 2], upTo(6)))).toEqual([
      { shape: [2, 3], numbers: [0, 2, 4, 1, 3, 5] },
    ]);
    expect(await read(transposed('y'), stored([3], upTo(3)))).toEqual([{ shape: [3], numbers: upTo(3) }]);
  });

  it('is less by 1 for Gemma’s gains', async () => {
    expect(await read(lessOne('y'), stored([3], [1, 0.5, 2]))).toEqual([{ shape: [3], numbers: [0, -0.5, 1] }]);
  });

  it('has q, k and v by groups of a key-value head', async () => {
    // Rows are named by part and number: q0 … q7, then k0 … k3, v0 … v3, two to a head.
    const q = upTo(8).map(row => 100 + row);
    const k = upTo(4).map(row => 200 + row);
    const v = upTo(4).map(row => 300 + row);
    const [bias] = await read(grouped('y'), stored([16], [...q, ...k, ...v]));
    expect(bias).toEqual({
      shape: [16],
      numbers: [100, 101, 102, 103, 200, 201, 300, 301, 104, 105, 106, 107, 202, 203, 302, 303],
    });
    const twice = [...q, ...k, ...v].flatMap(row => [row, row + 0.5]);
    const [weight] = await read(grouped('y'), stored([16, 2], twice));
    expect(weight!.numbers.filter((_, i) => i % 2 === 0)).toEqual(bias!.numbers);
  });

  it('is three tensors where q, k and v are apart', async () => {
    const parts = await read(split('q', 'k', 'v'), stored([16, 2], upTo(32)));
    expect(parts).toEqual([
      { shape: [8, 2], numbers: upTo(16) },
      { shape: [4, 2], numbers: upTo(8).map(i => 16 + i) },
      { shape: [4, 2], numbers: upTo(8).map(i => 24 + i) },
    ]);
    expect(() => split('q', 'k', 'v').read(stored([15], upTo(15)), sizes)).toThrow(
      'a.gguf: tensor "x.weight" has 15 rows, expected 8 + 4 + 4',
    );
  });
});
