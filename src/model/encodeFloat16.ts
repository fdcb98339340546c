/** Numbers as little-endian float16, rounded to the nearest, ties to even. Numbers that are too large become ±∞. */
export function encodeFloat16(numbers: Float32Array): Uint8Array<ArrayBuffer> {
  const bits = new Uint32Array(numbers.slice().buffer);
  return new Uint8Array(Uint16Array.from(bits, halfBits).buffer);
}

/** The bits of the float16 nearest to the float32 with these bits. */
function halfBits(single: number): number {
  const sign = (single >>> 16) & 0x8000;
  const exponent = (single >>> 23) & 0xff;
  const fraction = single & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200);
  const halfExponent = exponent - 127 + 15;
  if (halfExponent >= 31) return sign | 0x7c00;
  if (halfExponent > 0) return sign | rounded((halfExponent << 23) | fraction, 13);
  // Subnormal numbers write out the leading 1, shifted right. Below half of the smallest, the result is 0.
  return halfExponent < -10 ? sign : sign | rounded(0x800000 | fraction, 14 - halfExponent);
}

/** Rounds the lowest `dropped` bits away. A carry into the exponent is correct: it gives the next power of two. */
function rounded(value: number, dropped: number): number {
  const kept = value >>> dropped;
  const rest = value & ((1 << dropped) - 1);
  const half = 1 << (dropped - 1);
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept;
}
