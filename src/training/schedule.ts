import type { SnapshotSchedule } from '../shared/trainingSetup';

/** The learning rate of a step, counted from 1: a straight line from 0 up to its value at step `warmUp`, then that. */
export function learningRateAt(step: number, learningRate: number, warmUp: number): number {
  return step < warmUp ? (learningRate * step) / warmUp : learningRate;
}

/** The steps that snapshots are of, in order: always 0 and the last. */
export function snapshotSteps(schedule: SnapshotSchedule, steps: number): number[] {
  const chosen = new Set([0, steps]);
  if (schedule.kind === 'linear') {
    for (let step = schedule.every; step < steps; step += schedule.every) chosen.add(step);
  } else {
    const later = schedule.count - 1;
    const ratio = steps / schedule.first;
    // Where the first steps lie closer than 1 there are fewer; a step cannot be halved.
    for (let i = 0; i < later; i++) {
      chosen.add(Math.round(schedule.first * ratio ** (later === 1 ? 1 : i / (later - 1))));
    }
  }
  return [...chosen].toSorted((a, b) => a - b);
}
