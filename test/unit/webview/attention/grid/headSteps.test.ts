import { describe, expect, it } from 'vitest';
import { formatHead, type HeadRef } from '../../../../../src/shared/heads';
import { headAfter, headsOneStepAway } from '../../../../../webview/attention/grid/headSteps';

const grid = { nLayers: 3, nHeads: 4 };
const at = (layer: number, head: number): HeadRef => ({ layer, head });

describe('headAfter', () => {
  it.each([
    [at(0, 0), 1, at(0, 1)],
    [at(0, 3), 1, at(1, 0)],
    [at(0, 1), grid.nHeads, at(1, 1)],
    [at(2, 3), 1, at(0, 0)],
    [at(0, 0), -1, at(2, 3)],
    [at(0, 1), -grid.nHeads, at(2, 1)],
    [null, 1, at(0, 0)],
  ])('goes from %j by %d', (from, step, to) => {
    expect(headAfter(grid, from, step)).toEqual(to);
  });

  it('returns null without heads', () => {
    expect(headAfter({ nLayers: 0, nHeads: 0 }, null, 1)).toBeNull();
  });
});

it('headsOneStepAway lists the heads that each key and the pointer lead to', () => {
  const named = (shown: HeadRef | null, pointedAt: HeadRef | null): string[] =>
    headsOneStepAway(grid, shown, pointedAt).map(formatHead);
  expect(named(at(1, 1), at(0, 2))).toEqual(['L0H2', 'L1H2', 'L1H0', 'L2H1', 'L0H1']);
  expect(named(null, null)).toEqual(['L0H0']);
});
