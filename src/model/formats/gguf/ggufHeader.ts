import { badCheckpoint, unsupported } from '../../badCheckpoint';
import type { ByteSource } from '../../byteSource';
import { JsonObject } from '../../jsonFile';
import type { StoredTensor } from '../../storedTensor';
import { storedTensors, type TensorInfo } from './ggufTensors';
import { EndOfBytes, HeaderCursor } from './headerCursor';

export interface GgufHeader {
  /** Keys as the file has them: "llama.block_count", "tokenizer.ggml.tokens". */
  readonly metadata: JsonObject;
  /** Shapes row-major, as torch has them: ggml lists the fastest dimension first. */
  readonly tensors: readonly StoredTensor[];
}

/** The largest published headers take about 15 MB: 200,000 tokens with 450,000 merges. */
const maxHeaderBytes = 32 * 2 ** 20;
/** How much is read at first; most headers without a large vocabulary fit. */
const firstBytes = 2 ** 20;

/**
 * The largest published headers have a million values: tokens, their scores and types, and merges. The bound keeps a
 * hostile header from taking many times its own size in memory.
 */
const maxValues = 2 ** 23;
const maxKeyBytes = 256;
/** `GGML_MAX_NAME` and `GGML_MAX_DIMS` in ggml.h, by which llama.cpp refuses a file. */
const maxNameBytes = 63;
const maxDimensions = 4;
/** The fewest bytes that a key with its value, and a tensor's description, can take. */
const leastBytes = { key: 13, tensor: 24 };

const stringType = 8;
const arrayType = 9;
const uint32Type = 4;
const alignmentKey = 'general.alignment';

/**
 * Reads the header of a GGUF file, version 2 or 3 (gguf.md in ggml's docs). Rejects with `bad-checkpoint` for a file that
 * is none, is truncated or contradicts itself, by the rules of llama.cpp's gguf.cpp, and with `unsupported` for version 1
 * and for big-endian files.
 */
export async function readGgufHeader(source: ByteSource): Promise<GgufHeader> {
  const most = Math.min(source.size, maxHeaderBytes);
  for (let length = Math.min(firstBytes, most); ; length = Math.min(8 * length, most)) {
    const bytes = await source.read(0, length);
    try {
      return parsedHeader(source, bytes);
    } catch (error) {
      if (!(error instanceof EndOfBytes)) throw error;
      if (length < most) continue;
      throw source.size > maxHeaderBytes
        ? badCheckpoint(source.name, `has a header of more than ${maxHeaderBytes} bytes, which is not read`)
        : badCheckpoint(source.name, `is truncated: its ${source.size} bytes end within the header`);
    }
  }
}

/** Throws `EndOfBytes` if the header goes on after `bytes`, the start of the file. */
function parsedHeader(source: ByteSource, bytes: Uint8Array<ArrayBuffer>): GgufHeader {
  const cursor = new HeaderCursor(bytes);
  checkVersion(source, cursor.uint32(), cursor.uint32());
  const tensorCount = cursor.uint64();
  const keyCount = cursor.uint64();
  if (tensorCount * leastBytes.tensor + keyCount * leastBytes.key > source.size) {
    const claim = `claims ${tensorCount} tensors and ${keyCount} metadata keys`;
    throw badCheckpoint(
      source.name,
      `${claim}, which its ${source.size} bytes cannot hold; it is truncated or damaged`,
    );
  }
  const { fields, alignment } = readMetadata(source, cursor, keyCount);
  const infos = readTensorInfos(source, cursor, tensorCount);
  const dataStart = Math.ceil(cursor.at / alignment) * alignment;
  return {
    metadata: new JsonObject(Object.fromEntries(fields), `${source.name} (metadata)`),
    tensors: storedTensors(source, infos, dataStart, alignment),
  };
}

function checkVersion(source: ByteSource, magic: number, version: number): void {
  if (olderMagics.has(magic)) {
    throw unsupported(
      source.name,
      'is a ggml file from before GGUF, which llama.cpp no longer reads; convert it again',
    );
  }
  if (magic !== ggufMagic) throw badCheckpoint(source.name, 'does not begin with "GGUF", so it is no GGUF file');
  if (version === 2 || version === 3) return;
  // The version is a small number, so its bytes show their order.
  if ((version & 0xffff) === 0 && version !== 0) throw unsupported(source.name, 'is a big-endian GGUF file');
  throw unsupported(source.name, `is GGUF version ${version}; supported: 2, 3`);
}

/** The first four bytes as a little-endian number: "GGUF", and those of its predecessors "ggml", "ggmf" and "ggjt". */
const ggufMagic = 0x46554747;
const olderMagics: ReadonlySet<number> = new Set([0x67676d6c, 0x67676d66, 0x67676a74]);

/** Whether a file that begins so is a GGUF file, or one of its predecessors, which the reader refuses by name. */
export function isGguf(start: Uint8Array): boolean {
  if (start.length < 4) return false;
  const magic = new DataView(start.buffer, start.byteOffset, 4).getUint32(0, true);
  return magic === ggufMagic || olderMagics.has(magic);
}

function readMetadata(
  source: ByteSource,
  cursor: HeaderCursor,
  count: number,
): { fields: ReadonlyMap<string, unknown>; alignment: number } {
  const fields = new Map<string, unknown>();
  let alignment = 32;
  let valuesLeft = maxValues;
  for (let i = 0; i < count; i++) {
    const key = cursor.string(maxKeyBytes);
    if (key === null) throw badCheckpoint(source.name, `has a metadata key of more than ${maxKeyBytes} bytes`);
    const problem = (what: string): Error => badCheckpoint(source.name, `metadata key "${key}" ${what}`);
    if (fields.has(key)) throw problem('is there twice');
    const type = cursor.uint32();
    const isArray = type === arrayType;
    const itemType = isArray ? cursor.uint32() : type;
    const length = isArray ? cursor.uint64() : 1;
    valuesLeft -= length;
    if (!(valuesLeft >= 0)) throw problem(`makes the metadata more than ${maxValues} values, which are not read`);
    const values: unknown[] = [];
    for (let at = 0; at < length; at++) {
      const value = itemType === stringType ? cursor.string(maxHeaderBytes) : cursor.scalar(itemType);
      if (value === null) throw new EndOfBytes();
      if (value === undefined) throw problem(`has values of type ${itemType}, which GGUF does not have here`);
      values.push(value);
    }
    const value = isArray ? values : values[0];
    fields.set(key, value);
    if (key !== alignmentKey) continue;
    // llama.cpp wants exactly this type. With another, the data would begin elsewhere than where it looks for them.
    const isPowerOfTwo = typeof value === 'number' && value > 0 && (value & (value - 1)) === 0;
    if (type !== uint32Type || !isPowerOfTwo) throw problem('is no 32-bit power of two');
    alignment = value;
  }
  return { fields, alignment };
}

function readTensorInfos(source: ByteSource, cursor: HeaderCursor, count: number): TensorInfo[] {
  const infos: TensorInfo[] = [];
  for (let i = 0; i < count; i++) {
    const name = cursor.string(maxNameBytes);
    if (name === null) throw badCheckpoint(source.name, `has a tensor with a name of more than ${maxNameBytes} bytes`);
    const dimensions = cursor.uint32();
    if (dimensions > maxDimensions) {
      throw badCheckpoint(
        source.name,
        `tensor "${name}" has ${dimensions} dimensions; at most ${maxDimensions} are allowed`,
      );
    }
    const shape = Array.from({ length: dimensions }, () => cursor.uint64()).toReversed();
    infos.push({ name, shape, type: cursor.uint32(), offset: cursor.uint64() });
  }
  return infos;
}
