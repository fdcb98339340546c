import * as l10n from '@vscode/l10n';
import { AppError } from '../../src/shared/errors';
import { prefixMatching } from '../../src/shared/recipes/prefixMatching';
import type { SavedFile } from '../../src/shared/savedFile';
import type { TrainingState } from '../../src/shared/contracts/trainingViewContract';
import { wholeText } from '../base/plot/numbers';
import { plotFile, type PlotFormat } from '../base/plot/plotFile';
import type { AxisScale } from '../base/plot/xAxis';
import type { Theme } from '../base/theme';
import { finding } from './curveText';
import { trainingPlot } from './trainingPlot';

/** The curves as they are shown, or their points as CSV. Throws bad-input before the first point. */
export async function exportedFile(
  format: PlotFormat,
  state: TrainingState | null,
  scale: AxisScale,
  theme: Theme,
): Promise<SavedFile> {
  if (!state || state.points.length === 0) throw new AppError('bad-input', l10n.t('There are no curves yet.'));
  const run = state.run ?? l10n.t('run');
  return plotFile(format, trainingPlot(state, scale), {
    name: `${run} training`,
    title: l10n.t('Loss and prefix matching · {0}', run),
    caption: curvesCaption(state),
    theme,
  });
}

/** What a reader must know of the curves: the run, how far it is, and how they were measured. */
export function curvesCaption(state: TrainingState): string[] {
  const { run, summary, step, steps, backend } = state;
  const name = run ?? l10n.t('A run');
  return [
    summary === '' ? `${name}.` : `${name}: ${summary}.`,
    backend === null
      ? l10n.t('Step {0} of {1}.', wholeText(step), wholeText(steps))
      : l10n.t('Step {0} of {1}, on {2}.', wholeText(step), wholeText(steps), backend),
    [measured(state), finding(state), marksText(state)].filter(text => text !== '').join(' '),
  ];
}

function measured({ prefixMatchingThreshold }: TrainingState): string {
  return l10n.t(
    'Loss on rows that are not trained on, in nats. prefix_matching (version {0}), the largest of any head; threshold of induction heads {1}.',
    prefixMatching.version,
    prefixMatchingThreshold,
  );
}

function marksText({ snapshots, active }: TrainingState): string {
  if (snapshots.length === 0) return '';
  return active === null
    ? l10n.t('Marks below the axis: snapshots.')
    : l10n.t('Marks below the axis: snapshots; ▲ in use.');
}
