import { describe, expect, it } from 'vitest';
import { lossByToken, mostWorsened } from '../../../src/shared/comparison';

describe('mostWorsened', () => {
  const worsening = Float32Array.of(NaN, 0.1, 3, -5, 0.004, 3, 0.006);

  it('gives the worst token first, and equal ones in the order of the text', () => {
    expect(mostWorsened(worsening, 10)).toEqual([2, 5, 1, 6]);
  });

  it('gives no more tokens than asked, and none that got better, hardly changed or has no number', () => {
    expect(mostWorsened(worsening, 2)).toEqual([2, 5]);
    expect(mostWorsened(Float32Array.of(NaN, -1, 0), 5)).toEqual([]);
  });
});

describe('lossByToken', () => {
  it('begins with NaN, because no token predicts the first one', () => {
    const losses = lossByToken({ shape: [1, 2], data: Float32Array.of(0.5, 2) });
    expect(Array.from(losses)).toEqual([NaN, 0.5, 2]);
    expect(Array.from(lossByToken({ shape: [1, 0], data: new Float32Array() }))).toEqual([NaN]);
  });
});
