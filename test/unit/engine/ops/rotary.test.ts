import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { rotate, rotaryTable } from '../../../../src/engine/ops/rotary';
import { startTestBackend } from '../../../support/backends';
import { expectNumbers, numbersOf } from '../../../support/numbersOf';

beforeAll(() => startTestBackend('cpu'));

/** The vectors [position, d_head] of one head, rotated. */
function rotated(vectors: readonly (readonly number[])[], frequencies: readonly number[]): number[][] {
  const [positions, dHead] = [vectors.length, vectors[0]!.length];
  const numbers = numbersOf(() =>
    rotate(tf.tensor4d(vectors.flat(), [1, 1, positions, dHead]), rotaryTable(positions, frequencies)),
  );
  return vectors.map((_, position) => numbers.slice(position * dHead, (position + 1) * dHead));
}

it('rotary turns the pairs (i, i + dim/2) by position × frequency, and leaves position 0', () => {
  const vector = [1, 2, 0, 0];
  const rows = rotated([vector, vector, vector], [Math.PI / 2, Math.PI]);
  expectNumbers(rows[0]!, vector);
  expectNumbers(rows[1]!, [0, -2, 1, 0]);
  expectNumbers(rows[2]!, [-1, 2, 0, 0]);
});

it('rotary leaves the numbers beyond the rotated ones unchanged', () => {
  const rows = rotated(
    [
      [1, 0, 7, 8],
      [1, 0, 7, 8],
    ],
    [Math.PI / 2],
  );
  expectNumbers(rows[1]!, [0, 1, 7, 8]);
});

it('rotary keeps lengths, and makes products depend on the distance alone', () => {
  const frequencies = [1, 0.1];
  const [q, k] = [
    [0.3, -1.2, 0.7, 0.4],
    [1.1, 0.2, -0.5, 0.9],
  ];
  const positions = Array.from({ length: 6 }, (_, i) => i);
  const queries = rotated(
    positions.map(() => q),
    frequencies,
  );
  const keys = rotated(
    positions.map(() => k),
    frequencies,
  );
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, one, i) => sum + one * b[i]!, 0);
  for (const row of queries) expect(Math.hypot(...row)).toBeCloseTo(Math.hypot(...q), 5);
  for (const at of [3, 4, 5]) expect(dot(queries[at]!, keys[at - 2]!)).toBeCloseTo(dot(queries[2]!, keys[0]!), 5);
});
