import { badCheckpoint, unsupported } from '../model/badCheckpoint';
import type { WeightFormat } from '../model/dtype';
import { listWeights } from '../model/formats/weightsListing';
import type { StoredTensor } from '../model/storedTensor';
import { throwIfCancelled } from '../shared/errors';
import type { ReportProgress } from '../shared/progress';
import type { TensorHistogram } from '../shared/weightsFile';
import { openFile } from './fileFolder';

const ranges = 64;

/** A contiguous tensor is read in pieces of about this many bytes, so that a tensor of gigabytes takes no memory. */
const pieceBytes = 8 * 2 ** 20;

/**
 * The histogram of one tensor of a file, in 64 equal ranges from its smallest to its largest number. Reads the tensor
 * twice. Rejects with `bad-checkpoint` for a tensor that the file lacks or that holds no finite number, with
 * `unsupported` for a dtype that is not read, and with `cancelled` when `signal` aborts.
 */
export async function tensorHistogram(
  path: string,
  name: string,
  signal: AbortSignal,
  report: ReportProgress,
): Promise<TensorHistogram> {
  const file = await openFile(path);
  const { tensors } = await listWeights(file);
  const tensor = tensors.find(one => one.name === name);
  if (!tensor) throw badCheckpoint(file.name, `has no tensor "${name}" any more; the file was changed`);
  const { format } = tensor;
  if (!format) throw unsupported(file.name, `tensor "${name}" is ${tensor.dtype}, a dtype that is not read`);

  const total = 2 * tensor.byteLength;
  let done = 0;
  const eachPiece = async (use: (numbers: Float32Array) => void): Promise<void> => {
    for await (const { numbers, bytes } of pieces(tensor, format)) {
      throwIfCancelled(signal);
      use(numbers);
      done += bytes;
      report({ done, total, label: 'bytes' });
    }
  };

  const sums = new Sums();
  await eachPiece(numbers => sums.add(numbers));
  const { min, max } = sums;
  if (sums.count === 0) throw badCheckpoint(file.name, `tensor "${name}" holds no finite number`);
  const counts = new Int32Array(ranges);
  let squares = 0;
  await eachPiece(numbers => {
    for (const number of numbers) {
      if (!Number.isFinite(number)) continue;
      const at = max > min ? Math.floor(((number - min) / (max - min)) * ranges) : 0;
      const range = Math.min(ranges - 1, at);
      counts[range] = (counts[range] ?? 0) + 1;
      squares += (number - sums.mean) ** 2;
    }
  });
  const deviation = Math.sqrt(squares / sums.count);
  return { counts, min, max, mean: sums.mean, deviation, zeros: sums.zeros, notFinite: sums.notFinite };
}

async function* pieces(
  { source, offset, byteLength }: StoredTensor,
  format: WeightFormat,
): AsyncGenerator<{ readonly numbers: Float32Array; readonly bytes: number }> {
  // Whole blocks: a transposed tensor of torch, or another view, is one block of all its bytes.
  const step = Math.max(1, Math.floor(pieceBytes / format.bytesPerBlock)) * format.bytesPerBlock;
  for (let at = 0; at < byteLength; at += step) {
    const bytes = Math.min(step, byteLength - at);
    yield { numbers: format.decode(await source.read(offset + at, bytes)), bytes };
  }
}

class Sums {
  count = 0;
  zeros = 0;
  notFinite = 0;
  min = Infinity;
  max = -Infinity;
  #sum = 0;

  get mean(): number {
    return this.#sum / this.count;
  }

  add(numbers: Float32Array): void {
    for (const number of numbers) {
      if (!Number.isFinite(number)) {
        this.notFinite += 1;
        continue;
      }
      this.count += 1;
      if (number === 0) this.zeros += 1;
      if (number < this.min) this.min = number;
      if (number > this.max) this.max = number;
      this.#sum += number;
    }
  }
}
