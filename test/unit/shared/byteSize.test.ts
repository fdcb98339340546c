import { expect, it } from 'vitest';
import { byteSize } from '../../../src/shared/byteSize';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1400, '1.4 KB'],
  [269_060_552, '269 MB'],
  [13e9, '13 GB'],
  [2.6e12, '2.6 TB'],
])('writes %d bytes as %s', (bytes, text) => expect(byteSize(bytes)).toBe(text));
