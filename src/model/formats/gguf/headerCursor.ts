import { utf8Text } from './utf8Text';

/** Thrown when a header goes on after the bytes that have been read. */
export class EndOfBytes extends Error {}

/** The scalar types of metadata values by their number (`gguf_type` in gguf.h), without strings (8) and arrays (9). */
const scalarSizes: ReadonlyMap<number, number> = new Map([
  ...[0, 1, 7].map((type): [number, number] => [type, 1]),
  ...[2, 3].map((type): [number, number] => [type, 2]),
  ...[4, 5, 6].map((type): [number, number] => [type, 4]),
  ...[10, 11, 12].map((type): [number, number] => [type, 8]),
]);

/** Reads little-endian values one after the other. Each method throws `EndOfBytes` instead of reading beyond the bytes. */
export class HeaderCursor {
  private readonly view: DataView;
  private position = 0;

  constructor(private readonly bytes: Uint8Array<ArrayBuffer>) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The offset of what is read next. */
  get at(): number {
    return this.position;
  }

  uint32(): number {
    return this.view.getUint32(this.taken(4), true);
  }

  /** A count, a length or an offset; those above 2⁵³ lose their last bits, and are beyond every bound. */
  uint64(): number {
    return Number(this.view.getBigUint64(this.taken(8), true));
  }

  /** A string of at most `maxBytes` bytes; null, with nothing of it read, if it says that it is longer. */
  string(maxBytes: number): string | null {
    const length = this.uint64();
    if (length > maxBytes) return null;
    const start = this.taken(length);
    return utf8Text(this.bytes.subarray(start, start + length));
  }

  /** A value of a scalar type; undefined for a type that GGUF does not have. */
  scalar(type: number): number | boolean | undefined {
    const size = scalarSizes.get(type);
    if (size === undefined) return undefined;
    const at = this.taken(size);
    switch (type) {
      case 0:
        return this.view.getUint8(at);
      case 1:
        return this.view.getInt8(at);
      case 2:
        return this.view.getUint16(at, true);
      case 3:
        return this.view.getInt16(at, true);
      case 4:
        return this.view.getUint32(at, true);
      case 5:
        return this.view.getInt32(at, true);
      case 6:
        return this.view.getFloat32(at, true);
      case 7:
        return this.view.getUint8(at) !== 0;
      case 10:
        return Number(this.view.getBigUint64(at, true));
      case 11:
        return Number(this.view.getBigInt64(at, true));
      default:
        return this.view.getFloat64(at, true);
    }
  }

  private taken(length: number): number {
    const start = this.position;
    if (length > this.bytes.length - start) throw new EndOfBytes();
    this.position += length;
    return start;
  }
}
