import { describe, expect, it } from 'vitest';
import { curvesCaption } from '../../../../webview/training/trainingExport';
import { trainingState } from './trainingState';

describe('the caption of the picture', () => {
  it('names the run, its step, its backend, and the measure', () => {
    expect(curvesCaption(trainingState())).toEqual([
      'repeat: 2 layers × 4 heads, seed 0.',
      'Step 353 of 650, on TensorFlow.',
      'Loss on rows that are not trained on, in nats. prefix_matching (version 1), the largest of any head; ' +
        'threshold of induction heads 0.3. A head reached 0.3 at step 350. Marks below the axis: snapshots; ▲ in use.',
    ]);
  });

  it('names the threshold that the user has set', () => {
    const [, , measured] = curvesCaption(trainingState({ prefixMatchingThreshold: 0.55 }));
    expect(measured).toContain('threshold of induction heads 0.55. No head has reached 0.55 yet.');
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
