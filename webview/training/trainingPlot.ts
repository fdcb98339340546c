import * as l10n from '@vscode/l10n';
import type { TrainingState } from '../../src/shared/contracts/trainingViewContract';
import type { PlotSpec } from '../base/plot/plotSpec';
import type { AxisScale } from '../base/plot/xAxis';

/** End of the axis of the loss before there is a loss, nats. */
const emptyLoss = 4;

export type TrainingPlotContent = Pick<
  TrainingState,
  'points' | 'snapshots' | 'active' | 'steps' | 'prefixMatchingThreshold'
>;

/** The curves of a run: the held-out loss over the largest prefix-matching score, with the snapshots as marks. */
export function trainingPlot(content: TrainingPlotContent, scale: AxisScale): PlotSpec {
  const { points, snapshots, active, steps, prefixMatchingThreshold: threshold } = content;
  return {
    x: {
      name: l10n.t('training step'),
      shortName: l10n.t('step'),
      column: 'step',
      values: points.map(({ step }) => step),
      scale,
      end: steps,
    },
    panels: [
      {
        title: l10n.t('held-out loss'),
        narrowTitle: l10n.t('held-out loss'),
        unit: l10n.t('nats'),
        // From 0: the first loss is the largest, so that later ones do not move the range.
        range: { kind: 'fromZero', emptyEnd: emptyLoss },
        series: [
          {
            name: l10n.t('held-out loss'),
            shortName: l10n.t('loss'),
            column: 'held_out_loss',
            values: points.map(({ loss }) => loss),
            ink: 'foreground',
            width: 1.5,
          },
        ],
        thresholds: [],
      },
      {
        title: l10n.t('largest prefix matching of any head'),
        narrowTitle: l10n.t('largest prefix matching'),
        unit: null,
        range: { kind: 'fixed', start: 0, end: 1, ticks: [0, 0.5, 1] },
        series: [
          {
            name: l10n.t('prefix matching'),
            shortName: l10n.t('prefix'),
            column: 'largest_prefix_matching',
            values: points.map(({ prefixMatching }) => prefixMatching),
            ink: 'attentionInk',
            width: 2,
          },
        ],
        thresholds: [{ value: threshold, label: l10n.t('threshold {0}', threshold) }],
      },
    ],
    bands: [],
    marks: snapshots.map(step => ({ at: step, isActive: step === active })),
  };
}
