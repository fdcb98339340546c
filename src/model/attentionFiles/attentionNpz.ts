import { unzipSync } from 'fflate';
import { AppError } from '../../shared/errors';
import { badCheckpoint, unsupported } from '../badCheckpoint';
import type { ByteSource } from '../byteSource';
import { noTokens, type NamedArray, type ReadAttention } from './attentionFile';
import { readNpy } from './npy';

/** All arrays together, once they are inflated. */
const maxInflated = 2 ** 30;
const maxEntries = 10_000;
/** Patterns of long texts are zeros above the diagonal and little more than zeros below: 20 times smaller. */
const maxRatio = 100;
const minBomb = 64 * 2 ** 20;

/** What numpy's `savez` and `savez_compressed` write: patterns, and the tokens as texts or as ids. */
export async function readAttentionNpz(file: ByteSource): Promise<ReadAttention> {
  const entries = inflated(file.name, await file.read(0, file.size));
  const arrays: NamedArray[] = [];
  let texts: readonly string[] | null = null;
  let ids: readonly string[] | null = null;
  for (const [path, bytes] of Object.entries(entries)) {
    const name = path.replace(/\.npy$/, '');
    const array = readNpy(`${file.name}: ${name}`, bytes);
    if (array.kind === 'texts') texts = array.texts;
    else if (array.kind === 'floats') arrays.push({ name, shape: array.shape, data: array.data });
    else if (array.shape.length <= 2) ids = array.numbers.map(String);
  }
  const tokens = texts ?? ids;
  if (!tokens) throw noTokens(file.name, 'expected an array of texts, or of token ids, beside the patterns');
  return { tokens, hasTexts: texts !== null, arrays };
}

function inflated(name: string, bytes: Uint8Array): Record<string, Uint8Array> {
  let total = 0;
  let count = 0;
  try {
    return unzipSync(bytes, {
      filter: entry => {
        total += entry.originalSize;
        count += 1;
        if (total > maxInflated || count > maxEntries) {
          throw unsupported(name, `holds more than ${maxInflated} bytes or ${maxEntries} arrays, which is too much`);
        }
        if (total > minBomb && total > maxRatio * bytes.length) {
          throw unsupported(name, `would inflate from ${bytes.length} bytes to more than ${total}, which is too much`);
        }
        return entry.name.endsWith('.npy');
      },
    });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw badCheckpoint(
      name,
      `cannot be read as a zip archive (${cause instanceof Error ? cause.message : String(cause)})`,
      { cause },
    );
  }
}
