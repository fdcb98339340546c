import { describe, expect, it } from 'vitest';
import { curvesSummary, finding, pointText, snapshotsText } from '../../../../webview/training/curveText';
import { point, trainingState } from './trainingState';

describe('the text of the curves', () => {
  it('gives the values at a step', () => {
    expect(pointText(point(12_000, 2.3456, 0.6))).toBe(
      'step 12,000: held-out loss 2.346 nats, largest prefix matching 0.600',
    );
    expect(pointText(point(3, 2, null))).toContain('largest prefix matching not measured');
  });

  it('gives the step at which the first head reached the threshold', () => {
    expect(finding(trainingState())).toBe('A head reached 0.3 at step 350.');
    const none = { points: [point(0, 4, 0.03), point(10, 4, 0.29)] };
    expect(finding(trainingState(none))).toBe('No head has reached 0.3 yet.');
    expect(finding(trainingState({ ...none, phase: { kind: 'done' } }))).toBe('No head reached 0.3.');
    expect(finding(trainingState({ points: [point(0, 4, null)] }))).toBe(
      'The context is too short to measure prefix matching.',
    );
    expect(finding(trainingState({ points: [] }))).toBe('');
  });

  it('measures by the threshold that the user has set', () => {
    expect(finding(trainingState({ prefixMatchingThreshold: 0.09 }))).toBe('A head reached 0.09 at step 300.');
    expect(finding(trainingState({ prefixMatchingThreshold: 0.5 }))).toBe('No head has reached 0.5 yet.');
  });

  it('gives all values for a user who does not see the curves', () => {
    expect(curvesSummary(trainingState())).toBe(
      'From step 0: held-out loss 4.180 nats, largest prefix matching 0.031; ' +
        'to step 350: held-out loss 2.600 nats, largest prefix matching 0.480. A head reached 0.3 at step 350.',
    );
    expect(curvesSummary(trainingState({ points: [] }))).toContain('No step is logged yet.');
    expect(curvesSummary(trainingState({ points: [point(0, 4, 0.03)] }))).toMatch(/^At step 0: /);
  });

  it('gives the number of snapshots, the one in use, and what a click does', () => {
    const text = (changes: object, pointed: number | null = null): string =>
      snapshotsText(trainingState(changes), pointed);
    expect(text({})).toBe('4 snapshots · ▲ step 100 in use');
    expect(text({ snapshots: [100] })).toBe('1 snapshot · ▲ step 100 in use');
    expect(text({ active: null })).toBe('4 snapshots: click a mark to use one');
    expect(text({ snapshots: [0], active: null })).toBe('1 snapshot: click a mark to use one');
    expect(text({ snapshots: [], active: null })).toBe('No snapshot yet');
    expect(text({}, 350)).toBe('Use the snapshot of step 350');
    expect(text({}, 100)).toBe('▲ Step 100 is in use');
  });
});
