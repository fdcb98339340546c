import type { TrainingPoint, TrainingState } from '../../../../src/shared/contracts/trainingViewContract';

export function point(step: number, loss: number, prefixMatching: number | null): TrainingPoint {
  return { step, loss, prefixMatching };
}

/** A run of 650 steps in the middle of its phase change. */
export function trainingState(changes: Partial<TrainingState> = {}): TrainingState {
  return {
    phase: { kind: 'running' },
    run: 'repeat',
    summary: '2 layers × 4 heads, seed 0',
    backend: 'TensorFlow',
    step: 353,
    steps: 650,
    loss: 2.3,
    tokensPerSecond: 41_236,
    secondsLeft: 30,
    points: [point(0, 4.18, 0.031), point(10, 4.1, 0.031), point(300, 3.6, 0.09), point(350, 2.6, 0.48)],
    snapshots: [0, 4, 100, 350],
    active: 100,
    prefixMatchingThreshold: 0.3,
    ...changes,
  };
}
