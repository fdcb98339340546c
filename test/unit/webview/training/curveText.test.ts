import { describe, expect, it } from 'vitest';
import { curvesSummary, finding, pointText, snapshotsText } from '../../../../webview/training/curveText';
import { movedBy, nearestTo, placeOfStep } from '../../../../webview/base/plot/nearest';
import { durationText, shortShare, shortStep, speedText } from '../../../../webview/base/plot/numbers';
import { point, trainingState } from './trainingState';

describe('reading the curves', () => {
  it('finds what is nearest to the pointer', () => {
    expect([-5, 0, 14, 16, 31, 99].map(x => nearestTo([0, 10, 20, 30], x))).toEqual([0, 0, 1, 2, 3, 3]);
    expect(nearestTo([], 3)).toBeNull();
  });

  it('stays at a step while points are added, and at the last one before a step that has none', () => {
    const steps = [0, 10, 20].map(step => ({ step }));
    expect([0, 10, 19, 20, 500].map(step => placeOfStep(steps, step))).toEqual([0, 1, 1, 2, 2]);
  });

  it.each([
    ['ArrowLeft', 4],
    ['ArrowRight', 6],
    ['ArrowDown', 4],
    ['ArrowUp', 6],
    ['PageDown', 0],
    ['PageUp', 15],
    ['Home', 0],
    ['End', 19],
    ['a', null],
  ])('%s leads from 5 of 20 to %s', (key, to) => {
    expect(movedBy(key, 5, 20)).toBe(to);
  });

  it('does not lead beyond the ends', () => {
    expect(movedBy('ArrowLeft', 0, 3)).toBe(0);
    expect(movedBy('PageUp', 1, 3)).toBe(2);
  });
});

describe('what is said of the curves', () => {
  it('is the values of a step', () => {
    expect(pointText(point(12_000, 2.3456, 0.6))).toBe(
      'step 12,000: held-out loss 2.346 nats, largest prefix matching 0.600',
    );
    expect(pointText(point(3, 2, null))).toContain('largest prefix matching not measured');
  });

  it('is when the first head attended as induction heads do', () => {
    expect(finding(trainingState())).toBe('A head reached .3 at step 350.');
    const none = { points: [point(0, 4, 0.03), point(10, 4, 0.29)] };
    expect(finding(trainingState(none))).toBe('No head has reached .3 yet.');
    expect(finding(trainingState({ ...none, phase: { kind: 'done' } }))).toBe('No head reached .3.');
    expect(finding(trainingState({ points: [point(0, 4, null)] }))).toBe('The context is too short to measure it.');
    expect(finding(trainingState({ points: [] }))).toBe('');
  });

  it('is all of it for somebody who does not see them', () => {
    expect(curvesSummary(trainingState())).toBe(
      'From step 0: held-out loss 4.180 nats, largest prefix matching 0.031; ' +
        'to step 350: held-out loss 2.600 nats, largest prefix matching 0.480. A head reached .3 at step 350.',
    );
    expect(curvesSummary(trainingState({ points: [] }))).toContain('No step is logged yet.');
    expect(curvesSummary(trainingState({ points: [point(0, 4, 0.03)] }))).toMatch(/^At step 0: /);
  });

  it('is how many snapshots there are, which is in use, and what a click would do', () => {
    const text = (changes: object, pointed: number | null = null): string =>
      snapshotsText(trainingState(changes), pointed);
    expect(text({})).toBe('4 snapshots · ▲ step 100 in use');
    expect(text({ active: null })).toBe('4 snapshots: click a mark to use one');
    expect(text({ snapshots: [0], active: null })).toBe('1 snapshot: click a mark to use one');
    expect(text({ snapshots: [], active: null })).toBe('No snapshot yet');
    expect(text({}, 350)).toBe('Use the snapshot of step 350');
    expect(text({}, 100)).toBe('▲ Step 100 is in use');
  });
});

describe('numbers', () => {
  it('are as short as they can be read', () => {
    expect([9999, 10_000, 12_500, 1_500_000].map(shortStep)).toEqual(['9999', '10k', '12.5k', '1.5M']);
    expect([0, 0.3, 1].map(shortShare)).toEqual(['0', '.3', '1']);
    expect([41_236, 987.6, null].map(speedText)).toEqual(['41,200 tokens/s', '988 tokens/s', '– tokens/s']);
    expect([0.2, 89.5, 91, 3600, 5400, 9000].map(durationText)).toEqual([
      '1 s',
      '90 s',
      '2 min',
      '60 min',
      '1 h 30 min',
      '2 h 30 min',
    ]);
  });
});
