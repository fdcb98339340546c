import { floatFormats, halfFloat, type WeightFormat } from '../../dtype';

/** A block of each quantised format here has 32 weights. */
const weightsPerBlock = 32;

/** Writes a block's weights; `at` is its first byte, `to` its first weight. */
type DecodeBlock = (block: DataView, at: number, into: Float32Array, to: number) => void;

/**
 * Formats by the number of their ggml type (`ggml_type` in ggml.h). Blocks have the layout of ggml-quants.c. A file with
 * another type is refused.
 */
export const ggmlFormats: ReadonlyMap<number, WeightFormat> = new Map(
  [
    [0, floatFormats.get('F32')],
    [1, floatFormats.get('F16')],
    [30, floatFormats.get('BF16')],
    [2, blocks('Q4_0', 18, decodeQ4Zero)],
    [3, blocks('Q4_1', 20, decodeQ4One)],
    [8, blocks('Q8_0', 34, decodeQ8Zero)],
  ].flatMap(([type, format]): [number, WeightFormat][] =>
    typeof type === 'number' && typeof format === 'object' ? [[type, format]] : [],
  ),
);

function blocks(name: string, bytesPerBlock: number, decodeBlock: DecodeBlock): WeightFormat {
  return {
    name,
    weightsPerBlock,
    bytesPerBlock,
    decode(bytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const count = bytes.byteLength / bytesPerBlock;
      const weights = new Float32Array(count * weightsPerBlock);
      for (let i = 0; i < count; i++) decodeBlock(view, i * bytesPerBlock, weights, i * weightsPerBlock);
      return weights;
    },
  };
}

/** Scale (f16), then 16 bytes of two weights each: scale · (q − 8). The low halves are the first 16 weights. */
function decodeQ4Zero(block: DataView, at: number, into: Float32Array, to: number): void {
  const scale = halfFloat(block.getUint16(at, true));
  for (let i = 0; i < 16; i++) {
    const pair = block.getUint8(at + 2 + i);
    into[to + i] = ((pair & 0x0f) - 8) * scale;
    into[to + 16 + i] = ((pair >> 4) - 8) * scale;
  }
}

/** Scale and least (f16), then 16 bytes of two weights each: scale · q + least. */
function decodeQ4One(block: DataView, at: number, into: Float32Array, to: number): void {
  const scale = halfFloat(block.getUint16(at, true));
  const least = halfFloat(block.getUint16(at + 2, true));
  for (let i = 0; i < 16; i++) {
    const pair = block.getUint8(at + 4 + i);
    into[to + i] = (pair & 0x0f) * scale + least;
    into[to + 16 + i] = (pair >> 4) * scale + least;
  }
}

/** Scale (f16), then 32 signed bytes: scale · q. */
function decodeQ8Zero(block: DataView, at: number, into: Float32Array, to: number): void {
  const scale = halfFloat(block.getUint16(at, true));
  for (let i = 0; i < 32; i++) into[to + i] = block.getInt8(at + 2 + i) * scale;
}
