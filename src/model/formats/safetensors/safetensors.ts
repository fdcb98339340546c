import { sizeOfShape } from '../../../shared/tensorView';
import { badCheckpoint } from '../../badCheckpoint';
import type { ByteSource } from '../../byteSource';
import { dtypeBytes, floatFormats } from '../../dtype';
import { isRecord } from '../../../shared/parsedValues';
import { parseJsonObject, type JsonObject } from '../../jsonFile';
import { repeatedKey } from '../../jsonText';
import { showValue } from '../../showValue';
import type { StoredTensor } from '../../storedTensor';

/** The format's own limit. A larger length means a damaged file or another format. */
const maxHeaderBytes = 100_000_000;
/** Far more than in any published model (about 100,000); a hostile header must not stall us. */
const maxTensors = 1_000_000;
/** PyTorch's own limit is 64; models use at most 4. */
const maxDimensions = 16;
/** Published names have fewer than 100 characters. Messages repeat them, so they are limited. */
const maxNameLength = 256;

const openBrace = 0x7b;

/** What a safetensors file's header says. */
export interface SafetensorsFile {
  /** `__metadata__`, as it is stored. Null if there is none. */
  readonly metadata: JsonObject | null;
  readonly tensors: readonly StoredTensor[];
}

/** The tensors of a safetensors file, from its header alone. Rejects as `readSafetensors` does. */
export async function readSafetensorsHeader(source: ByteSource): Promise<readonly StoredTensor[]> {
  return (await readSafetensors(source)).tensors;
}

/**
 * The header of a safetensors file (format: 8 bytes header length, JSON header, data).
 *
 * Rejects with `bad-checkpoint` for a header that is too long, is no JSON, or is wrong: an unknown dtype, an impossible
 * shape, or a span that does not fit dtype and shape, reaches outside the file, overlaps another or leaves a gap.
 */
export async function readSafetensors(source: ByteSource): Promise<SafetensorsFile> {
  if (source.size < 8) throw badCheckpoint(source.name, `is ${source.size} bytes long, too short for safetensors`);
  const lengthBytes = await source.read(0, 8);
  const headerLength = new DataView(lengthBytes.buffer, lengthBytes.byteOffset).getBigUint64(0, true);
  if (headerLength > BigInt(maxHeaderBytes)) {
    throw badCheckpoint(
      source.name,
      `claims a header of ${headerLength} bytes; safetensors allows ${maxHeaderBytes}, so the file is damaged or not safetensors. Download it again`,
    );
  }
  const dataStart = 8 + Number(headerLength);
  if (dataStart > source.size) {
    throw badCheckpoint(
      source.name,
      `claims a header of ${headerLength} bytes but is ${source.size} bytes long; it is truncated or not safetensors. Download it again`,
    );
  }
  const headerBytes = await source.read(8, Number(headerLength));
  const header = parseJsonObject(headerBytes, `${source.name} (header)`);
  if (headerBytes[0] !== openBrace) throw badCheckpoint(source.name, 'has a header that does not begin with "{"');
  const twice = repeatedKey(new TextDecoder().decode(headerBytes));
  if (twice !== null) throw badCheckpoint(source.name, `has ${showValue(twice)} twice in its header`);

  const entries = Object.entries(header.fields).filter(([name]) => name !== '__metadata__');
  if (entries.length > maxTensors) {
    throw badCheckpoint(source.name, `lists ${entries.length} tensors; at most ${maxTensors} are read`);
  }
  const tensors = entries.map(([name, entry]) => storedTensor(name, entry, source, dataStart));
  checkSpansCoverFile(tensors, source, dataStart);
  return { metadata: metadataOf(header), tensors };
}

/** Throws `bad-checkpoint` unless all its values are strings, as the format says. */
function metadataOf(header: JsonObject): JsonObject | null {
  const metadata = header.object('__metadata__');
  for (const key of Object.keys(metadata?.fields ?? {})) metadata?.string(key);
  return metadata;
}

function storedTensor(name: string, entry: unknown, source: ByteSource, dataStart: number): StoredTensor {
  if (name.length > maxNameLength) {
    throw badCheckpoint(
      source.name,
      `has a tensor name of ${name.length} characters; at most ${maxNameLength} are read`,
    );
  }
  const problem = (what: string): Error => badCheckpoint(source.name, `tensor "${name}" ${what}`);
  if (!isRecord(entry)) throw problem('has no entry object');
  const { dtype, shape, data_offsets: span } = entry;

  const elementBytes = typeof dtype === 'string' ? dtypeBytes.get(dtype) : undefined;
  if (typeof dtype !== 'string' || elementBytes === undefined)
    throw problem(`has the unknown dtype ${showValue(dtype)}`);
  if (!Array.isArray(shape) || shape.length > maxDimensions || !shape.every(isCount)) {
    throw problem('has an impossible shape');
  }
  if (!Array.isArray(span) || span.length !== 2 || !span.every(isCount)) throw problem('has impossible data offsets');

  const [begin = 0, end = 0] = span;
  const byteLength = sizeOfShape(shape) * elementBytes;
  if (end - begin !== byteLength) {
    throw problem(`spans ${end - begin} bytes, but ${dtype} [${shape.join(', ')}] needs ${byteLength}`);
  }
  if (dataStart + end > source.size) {
    throw problem(
      `ends at byte ${dataStart + end}, but the file is ${source.size} bytes long; it is truncated. Download it again`,
    );
  }
  const format = floatFormats.get(dtype) ?? null;
  return { name, dtype, format, shape, source, offset: dataStart + begin, byteLength };
}

function checkSpansCoverFile(tensors: readonly StoredTensor[], source: ByteSource, dataStart: number): void {
  let position = dataStart;
  for (const { name, offset, byteLength } of tensors.toSorted(
    (a, b) => a.offset - b.offset || a.byteLength - b.byteLength,
  )) {
    if (offset < position) throw badCheckpoint(source.name, `tensor "${name}" overlaps the one before it`);
    if (offset > position)
      throw badCheckpoint(source.name, `has ${offset - position} unused bytes before tensor "${name}"`);
    position = offset + byteLength;
  }
  if (position !== source.size) {
    throw badCheckpoint(source.name, `has ${source.size - position} bytes after its last tensor`);
  }
}

/** A length or offset that a double holds exactly. */
function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
