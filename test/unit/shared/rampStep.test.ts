import { describe, expect, it } from 'vitest';
import { attentionStep, attentionSteps, deltaStep, deltaSteps } from '../../../src/shared/rampStep';

describe('attentionStep', () => {
  it.each([
    [0, 0],
    [0.0099, 0],
    [0.01, 2],
    [0.0625, 4],
    [0.25, 8],
    [0.2501, 9],
    [0.5625, 12],
    [0.9999, 16],
    [1, 16],
    // A sum over several queries.
    [3.7, 16],
    [Infinity, 16],
    [-0.5, 0],
    [NaN, 0],
  ])('maps the weight %d to step %d', (weight, step) => {
    expect(attentionStep(weight)).toBe(step);
  });

  it('returns an integer from 0 to 16 that never falls as the weight grows', () => {
    const steps = Array.from({ length: 10_001 }, (_, i) => attentionStep(i / 10_000));
    expect(steps.every(step => Number.isInteger(step) && step >= 0 && step <= attentionSteps)).toBe(true);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(new Set(steps)).toEqual(new Set([0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]));
  });
});

describe('deltaStep', () => {
  it.each([
    [0, 0],
    [0.49, 0],
    [0.5, 1],
    [1.49, 1],
    [1.5, 2],
    [7.4, 7],
    [7.5, 8],
    [1000, 8],
    [Infinity, 8],
    [-0.5, -1],
    [-1.6, -2],
    [-1000, -8],
    [NaN, 0],
  ])('maps %d nats to step %d, which is negative if the loss falls', (worsening, step) => {
    expect(deltaStep(worsening) + 0).toBe(step);
  });

  it('gives better and worse equal steps', () => {
    for (let worsening = 0; worsening < 12; worsening += 0.01)
      expect(deltaStep(-worsening) + deltaStep(worsening)).toBe(0);
    expect(deltaSteps).toBe(8);
  });
});
