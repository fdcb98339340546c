import { describe, expect, it } from 'vitest';
import { probabilityText, signed } from '../../../src/shared/numberText';

describe('a change as text', () => {
  it.each([
    [1.234, 2, '+1.23'],
    [-1.234, 2, '−1.23'],
    // What rounds to nothing has no sign.
    [0, 2, '0.00'],
    [-0, 2, '0.00'],
    [-0.001, 2, '0.00'],
    [0.001, 2, '0.00'],
    [-0.006, 2, '−0.01'],
    [-12, 0, '−12'],
    [NaN, 2, '–'],
  ])('%d to %d digits is %s', (value, digits, text) => {
    expect(signed(value, digits)).toBe(text);
  });
});

it('says of a probability that rounds to nothing that it is less', () => {
  expect([0.5, 0.0006, 0.0004, 0, NaN].map(probabilityText)).toEqual(['0.500', '0.001', '<0.001', '<0.001', '–']);
});
