import { describe, expect, it } from 'vitest';
import { floatFormats } from '../../../src/model/dtype';
import { readArranged, readBytes } from '../../../src/model/readTensor';
import type { StoredTensor } from '../../../src/model/storedTensor';
import { asStored, columnRange, transposed } from '../../../src/model/weightLayout';
import { memorySource } from '../../support/memoryFolder';
import { rejection } from '../../support/rejection';

const [rows, columns] = [1300, 1001];

/** [1300, 1001] of 5.2 MB: more than one piece, and no whole number of rows in one. */
function largeTensor(): { tensor: StoredTensor; numbers: Float32Array<ArrayBuffer> } {
  const numbers = Float32Array.from({ length: rows * columns }, (_, i) => i % 9973);
  const file = new Uint8Array(8 + numbers.byteLength);
  file.set(new Uint8Array(numbers.buffer), 8);
  const tensor = {
    ...{ name: 'wte.weight', dtype: 'F32', format: floatFormats.get('F32')!, shape: [rows, columns] },
    ...{ source: memorySource('model.safetensors', file), offset: 8, byteLength: numbers.byteLength },
  };
  return { tensor, numbers };
}

describe('a large tensor', () => {
  it('has the same numbers in every layout, in pieces or as a whole', async () => {
    const { tensor, numbers } = largeTensor();
    const layouts = [asStored, transposed(rows, columns)];
    const seen: number[] = [];
    const inPieces = await readArranged(tensor, layouts, (_tensor, bytes, from) => seen.push(from, bytes.length));
    expect(seen).toHaveLength(4);
    expect(seen[0]).toBe(0);
    expect(seen[2]).toBe(seen[1]);
    expect((seen[1] ?? 0) + (seen[3] ?? 0)).toBe(tensor.byteLength);
    for (const [i, layout] of layouts.entries()) {
      const expected = layout(numbers);
      expect(inPieces[i]?.length).toBe(expected.length);
      expect(inPieces[i]?.findIndex((number, at) => number !== expected[at])).toBe(-1);
    }

    const whole = await readArranged(tensor, [columnRange(rows, columns, 3, 5)], () => undefined);
    expect(whole[0]).toEqual(columnRange(rows, columns, 3, 5)(numbers));
  });

  it('is refused with the index of a number that is not finite', async () => {
    const { tensor, numbers } = largeTensor();
    numbers[1_200_000] = Infinity;
    const file = new Uint8Array(8 + numbers.byteLength);
    file.set(new Uint8Array(numbers.buffer), 8);
    const broken = { ...tensor, source: memorySource('model.safetensors', file) };
    expect((await rejection(readArranged(broken, [asStored], () => undefined))).message).toBe(
      'model.safetensors: tensor "wte.weight" holds Infinity at index 1200000; the weights are damaged or training diverged',
    );
  });

  it('can be seen without being kept, and an empty one once', async () => {
    const { tensor } = largeTensor();
    let total = 0;
    await readBytes(tensor, (_tensor, bytes) => (total += bytes.length));
    expect(total).toBe(tensor.byteLength);
    const calls: number[] = [];
    await readBytes({ ...tensor, byteLength: 0 }, (_tensor, bytes) => calls.push(bytes.length));
    expect(calls).toEqual([0]);
  });
});
