import { fixed } from '../../src/shared/numberText';
import type { TrainingPoint, TrainingState } from '../../src/shared/contracts/trainingViewContract';
import { shortShare, wholeText } from '../base/plot/numbers';
import { threshold } from '../base/plot/plotPlan';

/** A point for somebody who does not see the curves. */
export function pointText({ step, loss, prefixMatching }: TrainingPoint): string {
  const attending = prefixMatching === null ? 'not measured' : fixed(prefixMatching, 3);
  return `step ${wholeText(step)}: held-out loss ${fixed(loss, 3)} nats, largest prefix matching ${attending}`;
}

/** The picture in two sentences. */
export function curvesSummary(state: Pick<TrainingState, 'points' | 'phase'>): string {
  const first = state.points[0];
  const last = state.points.at(-1);
  if (!first || !last) return 'Held-out loss and largest prefix matching by training step. No step is logged yet.';
  if (first === last) return `At ${pointText(first)}.`;
  return `From ${pointText(first)}; to ${pointText(last)}. ${finding(state)}`;
}

/** What the lower curve says: whether, and when, there was a head that induction heads are typed from. */
export function finding({ points, phase }: Pick<TrainingState, 'points' | 'phase'>): string {
  if (points.length === 0) return '';
  if (points.every(({ prefixMatching }) => prefixMatching === null)) {
    return 'The context is too short to measure it.';
  }
  const reached = points.find(({ prefixMatching }) => prefixMatching !== null && prefixMatching >= threshold);
  const text = shortShare(threshold);
  if (reached) return `A head reached ${text} at step ${wholeText(reached.step)}.`;
  return phase.kind === 'done' || phase.kind === 'stopped'
    ? `No head reached ${text}.`
    : `No head has reached ${text} yet.`;
}

/** What can be done with the snapshots; `pointed` is the one under the pointer or in focus. */
export function snapshotsText(
  { snapshots, active }: Pick<TrainingState, 'snapshots' | 'active'>,
  pointed: number | null,
): string {
  if (pointed !== null) {
    return pointed === active
      ? `▲ Step ${wholeText(pointed)} is in use`
      : `Use the snapshot of step ${wholeText(pointed)}`;
  }
  if (snapshots.length === 0) return 'No snapshot yet';
  const count = snapshots.length === 1 ? '1 snapshot' : `${snapshots.length} snapshots`;
  return active === null ? `${count}: click a mark to use one` : `${count} · ▲ step ${wholeText(active)} in use`;
}
