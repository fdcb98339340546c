import { describe, expect, it } from 'vitest';
import { yAxis } from '../../../../../webview/base/plot/yAxis';

const fromZero = { kind: 'fromZero', emptyEnd: 4 } as const;

describe('a vertical axis', () => {
  it('ends above the largest value, and smaller values do not move it', () => {
    const early = yAxis(fromZero, [4.18], 20, 120);
    expect(early.ticks.map(({ text }) => text)).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(yAxis(fromZero, [4.18, null, 2.6], 20, 120).ticks).toEqual(early.ticks);
    expect([early.y(0), early.y(5)]).toEqual([120, 20]);
  });

  it('has only the tick 0 while there is no value', () => {
    const { ticks, y } = yAxis(fromZero, [null], 20, 120);
    expect(ticks).toEqual([{ y: 120, text: '0' }]);
    expect(y(4)).toBe(20);
  });

  it('has fewer ticks if it is low', () => {
    expect(yAxis(fromZero, [4.18], 20, 68).ticks.map(({ text }) => text)).toEqual(['0', '2', '4', '6']);
  });

  it('keeps a fixed range, whatever the values are', () => {
    const range = { kind: 'fixed', start: 0, end: 1, ticks: [0, 0.5, 1] } as const;
    expect(yAxis(range, [0.01], 20, 120).ticks).toEqual([
      { y: 120, text: '0' },
      { y: 70, text: '.5' },
      { y: 20, text: '1' },
    ]);
  });
});
