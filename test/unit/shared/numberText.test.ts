import { describe, expect, it } from 'vitest';
import { probabilityText, signed } from '../../../src/shared/numberText';

describe('signed', () => {
  it.each([
    [1.234, 2, '+1.23'],
    [-1.234, 2, '−1.23'],
    // A change that rounds to zero has no sign.
    [0, 2, '0.00'],
    [-0, 2, '0.00'],
    [-0.001, 2, '0.00'],
    [0.001, 2, '0.00'],
    [-0.006, 2, '−0.01'],
    [-12, 0, '−12'],
    [NaN, 2, '–'],
  ])('writes %d with %d digits as %s', (value, digits, text) => {
    expect(signed(value, digits)).toBe(text);
  });
});

it('probabilityText writes "<0.001" for a probability that rounds to zero', () => {
  expect([0.5, 0.0006, 0.0004, 0, NaN].map(probabilityText)).toEqual(['0.500', '0.001', '<0.001', '<0.001', '–']);
});
