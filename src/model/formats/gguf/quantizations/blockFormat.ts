import { halfFloat, type WeightFormat } from '../../../dtype';

/** Writes a block's weights; `at` is its first byte, `to` its first weight. */
export type DecodeBlock = (block: DataView, at: number, into: Float32Array, to: number) => void;

/**
 * A quantised format. Blocks may compute in float64: a scale is a float16 and a quantum is a small integer, so their
 * product is exact, and the one rounding is that of float32 arithmetic.
 */
export function blockFormat(
  name: string,
  weightsPerBlock: number,
  bytesPerBlock: number,
  decodeBlock: DecodeBlock,
): WeightFormat {
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

/** The float16 at byte `at`. */
export function halfAt(block: DataView, at: number): number {
  return halfFloat(block.getUint16(at, true));
}
