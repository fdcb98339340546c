import { describe, expect, it } from 'vitest';
import type { TrainingPhase } from '../../../../src/shared/contracts/trainingViewContract';
import { phaseActs, phaseName } from '../../../../webview/training/phases';
import { pointsCsv } from '../../../../webview/base/plot/dataTable';
import { curvesCaption } from '../../../../webview/training/trainingExport';
import { point, trainingState } from './trainingState';

const failed = { kind: 'failed', reason: 'bad-input', message: 'No space.' } as const;

describe('what can be done', () => {
  it.each([
    [{ kind: 'none' } as const, '', ['start']],
    [{ kind: 'starting' } as const, 'Starting…', ['(pause)', 'stop']],
    [{ kind: 'running' } as const, 'Training', ['pause', 'stop']],
    [{ kind: 'stopping' } as const, 'Stopping…', ['(pause)', '(stop)']],
    [{ kind: 'paused' } as const, 'Paused', ['resume', 'stop']],
    [{ kind: 'done' } as const, 'Done', ['start']],
    [{ kind: 'stopped' } as const, 'Stopped', ['resume', 'start']],
    [{ ...failed, canResume: true }, 'Failed', ['resume', 'start']],
    [{ ...failed, canResume: false }, 'Failed', ['start']],
  ])('in %j', (phase: TrainingPhase, name, acts) => {
    expect(phaseName(phase)).toBe(name);
    expect(phaseActs(phase).map(({ act, isEnabled }) => (isEnabled ? act : `(${act})`))).toEqual(acts);
  });
});

describe('the points as CSV', () => {
  it('have a line each, and nothing where nothing is measured', () => {
    const points = [point(0, 4.183436006307602, 0.030808454379439354), point(10, 4, null)];
    expect(pointsCsv(trainingState({ points }))).toBe(
      'step,held_out_loss,largest_prefix_matching\n0,4.18344,0.0308085\n10,4,\n',
    );
  });
});

describe('the caption of the picture', () => {
  it('says which run, how far, on what, and what is measured', () => {
    expect(curvesCaption(trainingState())).toEqual([
      'repeat: 2 layers × 4 heads, seed 0.',
      'Step 353 of 650, on TensorFlow.',
      'Loss on rows that are not trained on, in nats. prefix_matching (version 1), the largest of any head; typed from .3. ' +
        'A head reached .3 at step 350. Marks below the axis: snapshots; ▲ in use.',
    ]);
  });

  it('leaves out what is not known', () => {
    const [run, step, measured] = curvesCaption(
      trainingState({ run: null, summary: '', backend: null, snapshots: [], active: null }),
    );
    expect(run).toBe('A run.');
    expect(step).toBe('Step 353 of 650.');
    expect(measured).not.toContain('snapshots');
  });
});
