import { badCheckpoint } from '../../badCheckpoint';

/** Thrown if bytes end within a pickle, so that a caller that read only the start of a file can read more. */
export class PickleEnds extends Error {}

/** torch's magic number has 10 bytes, and random generators keep some of 16. */
const maxIntegerBytes = 64;
const maxIntegerDigits = 160;

/** Reads the arguments of opcodes. Each method moves `position` and throws `PickleEnds` at the end of the bytes. */
export class PickleReader {
  readonly #view: DataView;

  constructor(
    private readonly data: Uint8Array,
    public position: number,
    private readonly where: string,
  ) {
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  /** Moves on and gives the position before. */
  private take(length: number): number {
    const at = this.position;
    if (!(length <= this.data.length - at)) throw new PickleEnds(`${this.where}: its pickle ends too early`);
    this.position = at + length;
    return at;
  }

  skip(length: number): void {
    this.take(length);
  }

  protocol(): void {
    const protocol = this.byte();
    if (protocol > 5) throw badCheckpoint(this.where, `its pickle has protocol ${protocol}; the last known one is 5`);
  }

  byte(): number {
    return this.#view.getUint8(this.take(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.take(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.take(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.take(4), true);
  }

  /** A length. One beyond 2^53 is rounded, and no file has so many bytes. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.take(8), true));
  }

  /** Big-endian, as Python writes it. */
  float64(): number {
    return this.#view.getFloat64(this.take(8), false);
  }

  bytes(length: number): Uint8Array {
    const at = this.take(length);
    return this.data.subarray(at, at + length);
  }

  utf8(length: number): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.bytes(length));
  }

  /** A string of Python 2, one character for each byte. */
  latin1(length: number): string {
    return latin1Text(this.bytes(length));
  }

  /** A signed little-endian integer of that many bytes. */
  integer(length: number): number | bigint {
    if (length > maxIntegerBytes) throw badCheckpoint(this.where, `its pickle has an integer of ${length} bytes`);
    if (length <= 4) return this.smallInteger(length);
    const at = this.take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#view.getUint8(at + i));
    return asNumber(BigInt.asIntN(8 * length, value));
  }

  private smallInteger(length: number): number {
    const at = this.take(length);
    let value = 0;
    for (let i = length - 1; i >= 0; i--) value = value * 256 + this.#view.getUint8(at + i);
    const half = 2 ** (8 * length - 1);
    return value >= half ? value - 2 * half : value;
  }

  line(): string {
    const end = this.data.indexOf(0x0a, this.position);
    if (end < 0) throw new PickleEnds(`${this.where}: its pickle ends within a line`);
    const text = this.utf8(end - this.position);
    this.position = end + 1;
    return text;
  }

  /** "17", or "17L" as Python 2 writes it. */
  decimal(): number | bigint {
    const text = this.line();
    const [, digits] = /^\s*([+-]?\d+)L?\s*$/.exec(text) ?? [];
    if (digits === undefined || digits.length > maxIntegerDigits) throw this.wrongText('integer');
    return asNumber(BigInt(digits.replace(/^\+/, '')));
  }

  /** "00" and "01" are false and true. */
  decimalOrBoolean(): number | bigint | boolean {
    const start = this.position;
    const text = this.line();
    if (text === '00' || text === '01') return text === '01';
    this.position = start;
    return this.decimal();
  }

  decimalFraction(): number {
    const text = this.line().trim();
    const special = new Map([
      ['nan', NaN],
      ['inf', Infinity],
      ['-inf', -Infinity],
    ]);
    const value = special.get(text) ?? (/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined);
    if (value === undefined) throw this.wrongText('number');
    return value;
  }

  /** A string of Python 2 as its `repr` writes it. */
  quoted(): string {
    const text = this.line().trim();
    const [, , inside] = /^(['"])(.*)\1$/s.exec(text) ?? [];
    if (inside === undefined) throw this.wrongText('string');
    return unescaped(inside);
  }

  /** "raw-unicode-escape": \uXXXX and \UXXXXXXXX. */
  escaped(): string {
    return this.line().replaceAll(/\\u([\da-f]{4})|\\U([\da-f]{8})/gi, (whole, short?: string, long?: string) => {
      const code = Number.parseInt(short ?? long ?? '', 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
  }

  private wrongText(what: string): Error {
    return badCheckpoint(this.where, `its pickle has a broken ${what} before byte ${this.position}`);
  }
}

/** One character for each byte. */
function latin1Text(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 4096) {
    text += String.fromCharCode(...bytes.subarray(start, start + 4096));
  }
  return text;
}

function asNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', "'": "'", '"': '"' };

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:x([\da-f]{2})|(.))/gi, (whole, hex?: string, one?: string) =>
    hex === undefined ? (escapes[one ?? ''] ?? whole) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
