import * as l10n from '@vscode/l10n';
import { fixed } from '../../src/shared/numberText';
import type { TrainingPoint, TrainingState } from '../../src/shared/contracts/trainingViewContract';
import { wholeText } from '../base/plot/numbers';

type Curves = Pick<TrainingState, 'points' | 'phase' | 'prefixMatchingThreshold'>;

/** The values at a step, for a user who does not see the curves. */
export function pointText({ step, loss, prefixMatching }: TrainingPoint): string {
  return prefixMatching === null
    ? l10n.t('step {0}: held-out loss {1} nats, largest prefix matching not measured', wholeText(step), fixed(loss, 3))
    : l10n.t(
        'step {0}: held-out loss {1} nats, largest prefix matching {2}',
        wholeText(step),
        fixed(loss, 3),
        fixed(prefixMatching, 3),
      );
}

/** The curves in two sentences, for a user who does not see them. */
export function curvesSummary(curves: Curves): string {
  const first = curves.points[0];
  const last = curves.points.at(-1);
  if (!first || !last) {
    return l10n.t('Held-out loss and largest prefix matching by training step. No step is logged yet.');
  }
  if (first === last) return l10n.t('At {0}.', pointText(first));
  return l10n.t('From {0}; to {1}. {2}', pointText(first), pointText(last), finding(curves));
}

/** Says at which logged step a head first reached the threshold of prefix matching; empty before the first point. */
export function finding({ points, phase, prefixMatchingThreshold: threshold }: Curves): string {
  if (points.length === 0) return '';
  if (points.every(({ prefixMatching }) => prefixMatching === null)) {
    return l10n.t('The context is too short to measure prefix matching.');
  }
  const reached = points.find(({ prefixMatching }) => prefixMatching !== null && prefixMatching >= threshold);
  if (reached) return l10n.t('A head reached {0} at step {1}.', threshold, wholeText(reached.step));
  return phase.kind === 'done' || phase.kind === 'stopped'
    ? l10n.t('No head reached {0}.', threshold)
    : l10n.t('No head has reached {0} yet.', threshold);
}

/** Says what the user can do with the snapshots. `pointed` is the step of the one under the pointer or in focus. */
export function snapshotsText(
  { snapshots, active }: Pick<TrainingState, 'snapshots' | 'active'>,
  pointed: number | null,
): string {
  if (pointed !== null) {
    return pointed === active
      ? l10n.t('▲ Step {0} is in use', wholeText(pointed))
      : l10n.t('Use the snapshot of step {0}', wholeText(pointed));
  }
  const { length } = snapshots;
  if (length === 0) return l10n.t('No snapshot yet');
  if (active !== null) {
    return length === 1
      ? l10n.t('1 snapshot · ▲ step {0} in use', wholeText(active))
      : l10n.t('{0} snapshots · ▲ step {1} in use', length, wholeText(active));
  }
  return length === 1
    ? l10n.t('1 snapshot: click a mark to use one')
    : l10n.t('{0} snapshots: click a mark to use one', length);
}
