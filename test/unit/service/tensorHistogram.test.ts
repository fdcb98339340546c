import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectWeights } from '../../../src/service/inspectWeights';
import { tensorHistogram } from '../../../src/service/tensorHistogram';
import { sizeOfShape } from '../../../src/shared/tensorView';
import { fixture } from '../../support/fixtures';
import { safetensorsBytes } from '../../support/memoryFolder';
import { rejection } from '../../support/rejection';
import { temporaryFolder } from '../../support/temporaryFolder';

const never = new AbortController().signal;
const noReport = (): void => undefined;

/** A file with one tensor "w" of these float32 numbers. */
function fileOf(numbers: readonly number[], metadata: Record<string, string> = {}): string {
  const bytes = new Uint8Array(Float32Array.from(numbers).buffer);
  const header = {
    __metadata__: metadata,
    w: { dtype: 'F32', shape: [numbers.length], data_offsets: [0, bytes.length] },
  };
  const file = safetensorsBytes(header, bytes.length);
  file.set(bytes, file.length - bytes.length);
  const path = join(temporaryFolder(), 'model.safetensors');
  writeFileSync(path, file);
  return path;
}

describe('inspectWeights', () => {
  it('gives format, size, metadata and tensors', async () => {
    const path = fileOf([1, 2, 3], { format: 'pt' });
    expect(await inspectWeights(path)).toMatchObject({
      format: 'safetensors',
      metadata: [{ key: 'format', value: 'pt' }],
      tensors: [{ name: 'w', dtype: 'F32', shape: [3], bytes: 12 }],
    });
  });

  it('lists what torch saved, views of tensors too', async () => {
    const path = fixture('pytorch', 'tensors.protocol5.pt');
    const { format, tensors } = await inspectWeights(path);
    expect(format).toBe('PyTorch');
    expect(tensors.length).toBeGreaterThan(5);
    const read = tensors.filter(({ dtype, shape }) => /^(F|BF)\d+$/.test(dtype) && sizeOfShape(shape) > 0);
    for (const { name, shape } of read) {
      const { counts, notFinite } = await tensorHistogram(path, name, never, noReport);
      expect(counts.reduce((sum, count) => sum + count) + notFinite).toBe(sizeOfShape(shape));
    }
  });

  it('cuts a long value', async () => {
    const { metadata } = await inspectWeights(fileOf([1], { note: 'x'.repeat(10_000) }));
    expect(metadata[0]?.value).toHaveLength(401);
  });

  it('refuses another kind of file by its name', async () => {
    const path = join(temporaryFolder(), 'notes.txt');
    writeFileSync(path, 'Once upon a time');
    expect(await rejection(inspectWeights(path))).toMatchObject({
      reason: 'unsupported',
      message: expect.stringMatching(/^notes\.txt: /) as string,
    });
  });
});

describe('tensorHistogram', () => {
  it('counts numbers in 64 equal ranges, the largest in the last', async () => {
    const { counts, min, max } = await tensorHistogram(fileOf([0, 1, 2, 63.5, 64, 64]), 'w', never, noReport);
    expect([min, max]).toEqual([0, 64]);
    expect([...counts.slice(0, 4), ...counts.slice(-2)]).toEqual([1, 1, 1, 0, 0, 3]);
  });

  it('gives the mean and the root of the mean square distance from it', async () => {
    const { mean, deviation, zeros } = await tensorHistogram(fileOf([-1, 0, 0, 5]), 'w', never, noReport);
    expect(mean).toBe(1);
    expect(deviation).toBeCloseTo(Math.sqrt((4 + 1 + 1 + 16) / 4), 12);
    expect(zeros).toBe(2);
  });

  it('leaves out what is infinite or no number, and counts it', async () => {
    const result = await tensorHistogram(fileOf([1, NaN, Infinity, 3]), 'w', never, noReport);
    expect(result).toMatchObject({ min: 1, max: 3, mean: 2, notFinite: 2 });
    expect(result.counts.reduce((sum, count) => sum + count)).toBe(2);
  });

  it('puts equal numbers into one range', async () => {
    const { counts } = await tensorHistogram(fileOf([7, 7, 7]), 'w', never, noReport);
    expect(counts[0]).toBe(3);
  });

  it('reads a tensor of more than one piece', async () => {
    const numbers = Array.from({ length: 3 * 2 ** 20 }, (_, index) => index % 64);
    const path = fileOf(numbers);
    let last = 0;
    const { counts } = await tensorHistogram(path, 'w', never, ({ done, total }) => (last = done / (total ?? NaN)));
    expect([...counts]).toEqual(Array.from({ length: 64 }, () => numbers.length / 64));
    expect(last).toBe(1);
  });

  it('names a tensor that the file lacks, and one without a finite number', async () => {
    expect((await rejection(tensorHistogram(fileOf([1]), 'v', never, noReport))).message).toMatch(
      /^model\.safetensors: has no tensor "v"/,
    );
    expect((await rejection(tensorHistogram(fileOf([NaN]), 'w', never, noReport))).message).toMatch(/no finite number/);
  });

  it('stops when it is cancelled', async () => {
    expect(await rejection(tensorHistogram(fileOf([1]), 'w', AbortSignal.abort(), noReport))).toMatchObject({
      reason: 'cancelled',
    });
  });
});
