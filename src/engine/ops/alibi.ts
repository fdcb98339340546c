import * as tf from '@tensorflow/tfjs-core';
import type { Alibi } from '../../model/transformerConfig';

/** What ALiBi adds to the scores [batch, head, query, key]: slope · position of the key, [1, head, 1, key]. */
export function alibiBias(positions: number, { slopes, bfloat16 }: Alibi): tf.Tensor {
  const bias = Float32Array.from({ length: slopes.length * positions }, (_, i) => {
    const [slope, position] = [slopes[Math.floor(i / positions)] ?? NaN, i % positions];
    if (!bfloat16) return slope * position;
    return toBfloat16(toBfloat16(slope) * toBfloat16(position)) * bfloat16.scale;
  });
  return tf.tensor4d(bias, [1, slopes.length, 1, positions]);
}

/** To the nearest number with 8 significant bits, ties to even, as torch rounds. */
function toBfloat16(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  const [given = 0] = bits;
  bits[0] = (given + 0x7fff + ((given >>> 16) & 1)) & 0xffff0000;
  return new Float32Array(bits.buffer)[0] ?? NaN;
}
