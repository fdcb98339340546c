/**
 * How a file stores numbers: in blocks of a fixed number of weights and bytes. Only quantised blocks hold more than one
 * weight.
 */
export interface WeightFormat {
  readonly name: string;
  readonly weightsPerBlock: number;
  readonly bytesPerBlock: number;
  /** Little-endian bytes as float32. The result may share the memory of the bytes, which the caller gives away. */
  decode(bytes: Uint8Array<ArrayBuffer>): Float32Array;
}

/**
 * The plain formats that weights may have, by safetensors' names. F64 is rounded to the nearest float32; the others widen
 * exactly. F8_E4M3 is torch's float8_e4m3fn, which has no infinity.
 */
export const floatFormats: ReadonlyMap<string, WeightFormat> = new Map(
  [
    { name: 'F64', weightsPerBlock: 1, bytesPerBlock: 8, decode: decodeFloat64 },
    { name: 'F32', weightsPerBlock: 1, bytesPerBlock: 4, decode: decodeFloat32 },
    { name: 'F16', weightsPerBlock: 1, bytesPerBlock: 2, decode: decodeFloat16 },
    { name: 'BF16', weightsPerBlock: 1, bytesPerBlock: 2, decode: decodeBfloat16 },
    { name: 'F8_E4M3', weightsPerBlock: 1, bytesPerBlock: 1, decode: decodeFloat8E4M3 },
    { name: 'F8_E5M2', weightsPerBlock: 1, bytesPerBlock: 1, decode: decodeFloat8E5M2 },
  ].map(format => [format.name, format]),
);

/**
 * Whether any part of a tensor's numbers can be decoded without the rest. Quantised numbers come in blocks, and some
 * readers decode to another order of rows.
 */
export function isPlain(format: WeightFormat): boolean {
  return floatFormats.get(format.name) === format;
}

/**
 * Bytes per element of every dtype that safetensors 0.7 defines, those of which two or four share bytes included: the spans
 * of tensors that we skip are checked too.
 */
export const dtypeBytes: ReadonlyMap<string, number> = new Map([
  ['F4', 1 / 2],
  ['F6_E2M3', 3 / 4],
  ['F6_E3M2', 3 / 4],
  ['BOOL', 1],
  ['U8', 1],
  ['I8', 1],
  ['F8_E5M2', 1],
  ['F8_E4M3', 1],
  ['F8_E8M0', 1],
  ['F8_E4M3FNUZ', 1],
  ['F8_E5M2FNUZ', 1],
  ['I16', 2],
  ['U16', 2],
  ['F16', 2],
  ['BF16', 2],
  ['I32', 4],
  ['U32', 4],
  ['F32', 4],
  ['I64', 8],
  ['U64', 8],
  ['F64', 8],
  ['C64', 8],
]);

function decodeFloat64(bytes: Uint8Array<ArrayBuffer>): Float32Array {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  return Float32Array.from(new Float64Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 8));
}

function decodeFloat32(bytes: Uint8Array<ArrayBuffer>): Float32Array {
  return bytes.byteOffset % 4 === 0
    ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
    : new Float32Array(bytes.slice().buffer);
}

function decodeFloat16(bytes: Uint8Array<ArrayBuffer>): Float32Array {
  const halves = sixteenBit(bytes);
  const table = halfTable();
  const weights = new Float32Array(halves.length);
  // A loop, since Float32Array.from goes through an iterator: 20× slower.
  for (let i = 0; i < halves.length; i++) weights[i] = table[halves[i] ?? 0] ?? 0;
  return weights;
}

function decodeBfloat16(bytes: Uint8Array<ArrayBuffer>): Float32Array {
  const uppers = sixteenBit(bytes);
  const bits = new Uint32Array(uppers.length);
  for (let i = 0; i < uppers.length; i++) bits[i] = (uppers[i] ?? 0) << 16;
  return new Float32Array(bits.buffer);
}

function decodeFloat8E4M3(bytes: Uint8Array<ArrayBuffer>): Float32Array {
  return Float32Array.from(bytes, byte => float8E4M3[byte] ?? 0);
}

/** Four bits of exponent with bias 7, three of fraction; all ones is NaN, and there is no infinity. */
const float8E4M3 = Float32Array.from({ length: 256 }, (_, byte) => {
  const [sign, exponent, fraction] = [byte & 0x80 ? -1 : 1, (byte >> 3) & 0xf, byte & 0x7];
  if ((byte & 0x7f) === 0x7f) return NaN;
  return exponent === 0 ? sign * fraction * 2 ** -9 : sign * (1 + fraction / 8) * 2 ** (exponent - 7);
});

/** The upper half of a float16. */
function decodeFloat8E5M2(bytes: Uint8Array<ArrayBuffer>): Float32Array {
  return Float32Array.from(bytes, byte => halfFloat(byte << 8));
}

function sixteenBit(bytes: Uint8Array<ArrayBuffer>): Uint16Array {
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 2);
}

/** The number that these 16 bits are as float16. */
export function halfFloat(bits: number): number {
  return halfTable()[bits] ?? 0;
}

let halves: Float32Array | null = null;

/** float32 of all 65,536 half floats: a look-up is 10× quicker than taking the bits apart for each weight. */
function halfTable(): Float32Array {
  if (halves) return halves;
  halves = new Float32Array(65536);
  for (let half = 0; half < 65536; half++) {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) halves[half] = sign * fraction * 2 ** -24;
    else if (exponent === 31) halves[half] = fraction ? NaN : sign * Infinity;
    else halves[half] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return halves;
}
