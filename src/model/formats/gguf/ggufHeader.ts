import { gguf } from '@huggingface/gguf';
import { sizeOfShape } from '../../../shared/tensorView';
import { badCheckpoint, unsupported } from '../../badCheckpoint';
import type { ByteSource } from '../../byteSource';
import { JsonObject } from '../../jsonFile';
import type { StoredTensor } from '../../storedTensor';
import { ggmlFormat, ggmlTypeName, readTypes } from './quantizations/ggmlFormats';

export interface GgufHeader {
  /** Keys as the file has them: "llama.block_count", "tokenizer.ggml.tokens". */
  readonly metadata: JsonObject;
  /** Shapes row-major, as torch has them: ggml lists the fastest dimension first. */
  readonly tensors: readonly StoredTensor[];
}

/**
 * Reads the header of a GGUF file with `@huggingface/gguf`, which gets our byte ranges instead of a network. Rejects with
 * `bad-checkpoint` if the file is no GGUF or a tensor does not lie inside it, and with `unsupported` for a big-endian file.
 */
export async function readGgufHeader(source: ByteSource): Promise<GgufHeader> {
  const parsed = await gguf('https://file.invalid/', { fetch: rangesOf(source) }).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw badCheckpoint(source.name, `cannot be read as GGUF (${why})`, { cause });
  });
  if (!parsed.littleEndian) throw unsupported(source.name, 'is a big-endian GGUF file');
  const dataStart = Number(parsed.tensorDataOffset);
  const tensors = parsed.tensorInfos.map(info =>
    storedTensor(source, dataStart, info.name, info.dtype, info.shape.map(Number).toReversed(), Number(info.offset)),
  );
  checkOverlaps(source, tensors);
  return { metadata: new JsonObject(plainNumbers(parsed.metadata), `${source.name} (metadata)`), tensors };
}

/** A `fetch` that reads the source. The library asks for byte ranges in a request header. */
function rangesOf(source: ByteSource): typeof fetch {
  return async (_url, init) => {
    const range = new Headers(init?.headers).get('Range') ?? '';
    const [, from = '0', to = '0'] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
    const start = Math.min(Number(from), source.size);
    const end = Math.min(Number(to) + 1, source.size);
    const headers = { 'content-range': `bytes ${start}-${end - 1}/${source.size}` };
    return new Response(await source.read(start, end - start), { status: 206, headers });
  };
}

function storedTensor(
  source: ByteSource,
  dataStart: number,
  name: string,
  type: number,
  shape: readonly number[],
  offset: number,
): StoredTensor {
  const problem = (what: string): Error => badCheckpoint(source.name, `tensor "${name}" ${what}`);
  const format = ggmlFormat(type);
  if (!format) {
    throw unsupported(source.name, `tensor "${name}" is ${ggmlTypeName(type)}; supported: ${readTypes.join(', ')}`);
  }
  const weights = sizeOfShape(shape);
  const rowLength = shape.at(-1) ?? 1;
  if (!Number.isSafeInteger(weights) || rowLength % format.weightsPerBlock !== 0) {
    throw problem(`has rows of ${rowLength} weights, no multiple of ${format.name}'s ${format.weightsPerBlock}`);
  }
  const byteLength = (weights / format.weightsPerBlock) * format.bytesPerBlock;
  const end = dataStart + offset + byteLength;
  if (!Number.isSafeInteger(end) || end > source.size) {
    throw problem(`ends at byte ${end}, but the file is ${source.size} bytes long; it is truncated`);
  }
  return { name, dtype: format.name, format, shape, source, offset: dataStart + offset, byteLength };
}

/** Throws `bad-checkpoint` for tensors that overlap. Gaps are fine: they align tensors. */
function checkOverlaps(source: ByteSource, tensors: readonly StoredTensor[]): void {
  let end = 0;
  for (const tensor of tensors.toSorted((a, b) => a.offset - b.offset)) {
    if (tensor.offset < end) throw badCheckpoint(source.name, `tensor "${tensor.name}" overlaps the one before it`);
    end = tensor.offset + tensor.byteLength;
  }
}

/** The library gives 64-bit integers as bigint; counts of layers and ids fit a number. */
function plainNumbers(metadata: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(metadata).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === 'bigint' ? Number(value) : value,
    ]),
  );
}
