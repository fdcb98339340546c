import { expect, it } from 'vitest';
import { significant } from '../../../../webview/weights/significant';

it.each([
  [0, '0'],
  [-0.0123456, '−0.01235'],
  [1234.56, '1235'],
  [0.00001234, '1.23e−5'],
  [-2.5e9, '−2.50e+9'],
  [1, '1'],
])('writes %d as %s', (value, text) => expect(significant(value)).toBe(text));
