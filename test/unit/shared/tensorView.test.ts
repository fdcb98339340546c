import { describe, expect, it } from 'vitest';
import { sizeOfShape, tensorView } from '../../../src/shared/tensorView';

describe('tensorView', () => {
  it('throws if the numbers do not fill the shape', () => {
    expect(tensorView([2, 3], new Float32Array(6)).shape).toEqual([2, 3]);
    expect(() => tensorView([2, 3], new Float32Array(5))).toThrow('5 numbers do not fill the shape [2, 3]');
    expect(() => tensorView([1, 0], new Int32Array(1))).toThrow(RangeError);
  });

  it('counts one number in a shape without axes, and none if an axis is empty', () => {
    expect(sizeOfShape([])).toBe(1);
    expect(sizeOfShape([4, 0, 7])).toBe(0);
    expect(sizeOfShape([2, 3, 4])).toBe(24);
  });
});
