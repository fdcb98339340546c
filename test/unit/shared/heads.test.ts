import { describe, expect, it } from 'vitest';
import {
  allHeads,
  compareHeads,
  formatHead,
  formatHeads,
  headAtIndex,
  headOutside,
  indexOfHead,
  parseHead,
  parseHeads,
  sameHeads,
  uniqueHeads,
} from '../../../src/shared/heads';

const head = (layer: number, index: number): { layer: number; head: number } => ({ layer, head: index });

describe('parseHead', () => {
  it.each([
    ['L5H1', head(5, 1)],
    ['l5h1', head(5, 1)],
    ['5.1', head(5, 1)],
    [' L0H0\t', head(0, 0)],
    ['L12H10', head(12, 10)],
    // This is not the number 5.1: head 10 is not head 1.
    ['5.10', head(5, 10)],
    ['L007H01', head(7, 1)],
  ])('reads %j', (text, expected) => {
    expect(parseHead(text)).toEqual(expected);
  });

  it.each([
    '',
    'L5',
    'H1',
    'L5H',
    '5',
    '5.',
    '.1',
    '5,1',
    'L5H1x',
    'xL5H1',
    '-1.2',
    'L-1H0',
    '1.2.3',
    'L5 H1',
    '1e3.1',
  ])('gives null for %j', text => {
    expect(parseHead(text)).toBeNull();
  });

  it('gives null for more digits than a number holds exactly', () => {
    expect(parseHead('L99999999999999999999H0')).toBeNull();
    expect(parseHead('0.99999')).toBeNull();
  });

  it('reads back the text of every head', () => {
    for (const one of allHeads({ nLayers: 12, nHeads: 12 })) expect(parseHead(formatHead(one))).toEqual(one);
  });
});

describe('a list of heads', () => {
  it('may use commas, semicolons and white space, and both forms of a head', () => {
    expect(parseHeads('L5H1, 0.2;L1H0\n5.1 ')).toEqual({ heads: [head(0, 2), head(1, 0), head(5, 1)], unread: [] });
  });

  it('reports the words that are no heads, and reads the rest', () => {
    expect(parseHeads('L0H1, induction 2.3 L4')).toEqual({
      heads: [head(0, 1), head(2, 3)],
      unread: ['induction', 'L4'],
    });
    expect(parseHeads(' ,; ')).toEqual({ heads: [], unread: [] });
  });

  it('is sorted in model order without repeats, and the given list does not change', () => {
    const given = [head(2, 0), head(0, 11), head(0, 2), head(2, 0)];
    expect(uniqueHeads(given)).toEqual([head(0, 2), head(0, 11), head(2, 0)]);
    expect(given[0]).toEqual(head(2, 0));
    expect(uniqueHeads([])).toEqual([]);
  });

  it('has the same key in any order', () => {
    expect(sameHeads([head(1, 2), head(0, 3)], [head(0, 3), head(1, 2), head(1, 2)])).toBe(true);
    expect(sameHeads([head(1, 2)], [head(1, 3)])).toBe(false);
    expect(sameHeads([], [head(0, 0)])).toBe(false);
    // "L1H11" is not "L11H1".
    expect(sameHeads([head(1, 11)], [head(11, 1)])).toBe(false);
  });

  it('is written in model order', () => {
    expect(formatHeads([head(2, 0), head(0, 1)])).toBe('L0H1 L2H0');
    expect(formatHeads([head(2, 0), head(0, 1)], ',')).toBe('L0H1,L2H0');
    expect(formatHeads([])).toBe('');
  });

  it('is ordered by layer, then by head', () => {
    expect([head(1, 0), head(0, 9), head(0, 10)].toSorted(compareHeads)).toEqual([head(0, 9), head(0, 10), head(1, 0)]);
  });
});

describe('the heads of a model', () => {
  const grid = { nLayers: 2, nHeads: 3 };

  it('are all heads of all layers in model order', () => {
    expect(formatHeads(allHeads(grid))).toBe('L0H0 L0H1 L0H2 L1H0 L1H1 L1H2');
  });

  it('have an index each in that order', () => {
    expect(allHeads(grid).map(one => indexOfHead(grid, one))).toEqual([0, 1, 2, 3, 4, 5]);
    expect([0, 1, 2, 3, 4, 5].map(index => headAtIndex(grid, index))).toEqual(allHeads(grid));
  });

  it('exclude a layer or a head past the last one', () => {
    expect(headOutside(allHeads(grid), grid)).toBeNull();
    expect(headOutside([head(1, 2), head(1, 3)], grid)).toEqual(head(1, 3));
    expect(headOutside([head(2, 0)], grid)).toEqual(head(2, 0));
    expect(headOutside([], grid)).toBeNull();
  });
});
