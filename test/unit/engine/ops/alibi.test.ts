import { beforeAll, it } from 'vitest';
import { alibiBias } from '../../../../src/engine/ops/alibi';
import { startTestBackend } from '../../../support/backends';
import { expectNumbers, numbersOf } from '../../../support/numbersOf';

beforeAll(() => startTestBackend('cpu'));

it('alibi adds slope · position of the key', () => {
  const bias = numbersOf(() => alibiBias(3, { slopes: [0.5, 0.3], bfloat16: null }));
  expectNumbers(bias, [0, 0.5, 1, 0, 0.3, 0.6]);
});

it('alibi of Falcon is rounded to bfloat16 and scaled like the scores', () => {
  // transformers' build_alibi_tensor for 12 heads at position 301, which has no bfloat16 of its own, over √16.
  const slopes = [0.5, 0.25, 0.125, Math.SQRT1_2, 0.35355338];
  const bias = numbersOf(() => alibiBias(302, { slopes, bfloat16: { scale: 0.25 } }));
  expectNumbers(
    slopes.map((_, head) => bias[head * 302 + 301]!),
    [150.0, 75.0, 37.5, 212.0, 106.0].map(value => value / 4),
  );
});
