import { describe, expect, it } from 'vitest';
import { firstPosition, rowKindNames, rowKinds, startTokenOf } from '../../../../src/shared/recipes/rows';
import { rowsOf } from '../../../support/knownHeads';

describe('the kinds of rows', () => {
  it('are drawn in the order of their table', () => {
    expect(Object.keys(rowKinds)).toEqual([...rowKindNames]);
  });

  it('keep the names that files have had from the start', () => {
    expect(rowKindNames.map(kind => rowKinds[kind].fileKey)).toEqual(['probe', 'induction', 'copying']);
  });
});

describe('a start token', () => {
  it('is the position before the first segment', () => {
    expect(firstPosition(rowsOf(3, 2))).toBe(1);
    expect(startTokenOf(rowsOf(3, 2))).toBe(0);
  });

  it('is missing in rows of nothing but segments', () => {
    const rows = { segment: 2, repeats: 2, ids: { shape: [1, 4], data: Int32Array.of(1, 2, 1, 2) } };
    expect(firstPosition(rows)).toBe(0);
    expect(startTokenOf(rows)).toBeNull();
  });

  it('throws bad-input for two positions before the segments', () => {
    const rows = { segment: 2, repeats: 1, ids: { shape: [1, 4], data: Int32Array.of(0, 0, 1, 2) } };
    expect(() => firstPosition(rows)).toThrow(expect.objectContaining({ reason: 'bad-input' }));
  });
});
