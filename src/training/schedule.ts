import type { SnapshotSchedule } from '../shared/trainingSetup';

/** The learning rate of a step, counted from 1. It rises linearly from 0 until step `warmUp` and stays there. */
export function learningRateAt(step: number, learningRate: number, warmUp: number): number {
  return step < warmUp ? (learningRate * step) / warmUp : learningRate;
}

/** The steps at which a snapshot is written, in order. Step 0 and the last step are always among them. */
export function snapshotSteps(schedule: SnapshotSchedule, steps: number): number[] {
  const chosen = new Set([0, steps]);
  if (schedule.kind === 'linear') {
    for (let step = schedule.every; step < steps; step += schedule.every) chosen.add(step);
  } else {
    const later = schedule.count - 1;
    const ratio = steps / schedule.first;
    // Early steps that round to the same number become one, so there may be fewer snapshots.
    for (let i = 0; i < later; i++) {
      chosen.add(Math.round(schedule.first * ratio ** (later === 1 ? 1 : i / (later - 1))));
    }
  }
  return [...chosen].toSorted((a, b) => a - b);
}
