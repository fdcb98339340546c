import { expect, it } from 'vitest';
import { nextTokens } from '../../../src/shared/nextTokens';

it('nextTokens gives each position the token after it, and the last position of each row 0', () => {
  const ids = { shape: [2, 3], data: Int32Array.of(1, 2, 3, 4, 5, 6) };
  expect(nextTokens(ids)).toEqual({ shape: [2, 3], data: Int32Array.of(2, 3, 0, 5, 6, 0) });
});
