import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyingDestination } from '../../../../src/shared/recipes/copyingDestination';
import { startTestBackend } from '../../../support/backends';
import { copyingOf } from '../../../support/copyingModel';
import { rowsOf, scoreOf } from '../../../support/knownHeads';

describe('copying (destination)', () => {
  beforeAll(() => startTestBackend('cpu'));

  it('of a head that attends evenly and copies perfectly is far from perfect', async () => {
    const { copying_destination } = await copyingOf(w => tf.eye(w));
    expect(copying_destination).toBeLessThan(0);
  });

  it('is 1 for a head that attends to one token and raises only that one', async () => {
    const rows = rowsOf(2, 1); // [start, 1, 2]
    // Both tokens attend to token 1, which is at position 1.
    const pattern = { shape: [1, 1, 3, 3], data: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 1, 0) };
    const z = { shape: [1, 3, 1, 1], data: new Float32Array(3) };
    const raised = { shape: [1, 1, 2, 2], data: Float32Array.of(0.7, -3, 0.2, 0) }; // [destination, token]
    const activations = { 'attn.hook_pattern': pattern, 'attn.hook_z': z };
    expect(await scoreOf(copyingDestination, rows, activations, raised)).toBeCloseTo(1, 6);
  });

  it('is −1 for a head that raises nothing', async () => {
    const rows = rowsOf(2, 1);
    const pattern = { shape: [1, 1, 3, 3], data: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 1, 0) };
    const z = { shape: [1, 3, 1, 1], data: new Float32Array(3) };
    const raised = { shape: [1, 1, 2, 2], data: Float32Array.of(-1, -1, -1, -1) };
    const activations = { 'attn.hook_pattern': pattern, 'attn.hook_z': z };
    expect(await scoreOf(copyingDestination, rows, activations, raised)).toBe(-1);
  });

  it('has chance 4/26 − 1 on rows of full length', () => {
    expect(copyingDestination.chance(rowsOf(25, 1))).toBeCloseTo(-0.846, 3);
  });
});
