import { svg } from 'lit';
import { recipes } from '../../src/shared/recipes';
import type { SavedFile } from '../../src/shared/savedFile';
import type { TrainingState } from '../../src/shared/contracts/trainingViewContract';
import { safeFileName } from '../base/safeFileName';
import { figurePng, figureSvg, type Figure } from '../base/figure';
import type { Theme } from '../base/theme';
import { finding } from './curveText';
import { shortShare, wholeText } from '../base/plot/numbers';
import { drawPlot } from '../base/plot/plotDrawing';
import { planPlot, threshold } from '../base/plot/plotPlan';
import { pointsCsv } from '../base/plot/dataTable';
import type { StepScale } from '../base/plot/xAxis';

/** Wide enough for a page. */
const figureWidth = 560;
const panelHeight = 150;
const axisNameHeight = 16;

/** The curves as they are shown, or their points, as a file. */
export async function exportedFile(
  format: 'svg' | 'png' | 'csv',
  state: TrainingState,
  scale: StepScale,
  theme: Theme,
): Promise<SavedFile> {
  const name = `${safeFileName(state.run ?? 'run')} training.${format}`;
  switch (format) {
    case 'csv':
      return { name, content: pointsCsv(state) };
    case 'svg':
      return { name, content: figureSvg(curvesFigure(state, scale, theme)) };
    case 'png':
      return { name, content: await figurePng(curvesFigure(state, scale, theme)) };
  }
}

function curvesFigure(state: TrainingState, scale: StepScale, theme: Theme): Figure {
  const plan = planPlot(state, scale, figureWidth, panelHeight);
  const { left, right } = plan.axis;
  return {
    title: `Loss and prefix matching · ${state.run ?? 'run'}`,
    caption: curvesCaption(state),
    width: plan.width,
    height: plan.height + axisNameHeight,
    theme,
    picture: svg`${drawPlot(plan, state.points, theme)}
      <text x=${(left + right) / 2} y=${plan.height + axisNameHeight - 6} font-size="11" fill=${theme.muted} text-anchor="middle">training step</text>`,
  };
}

/** What has to stand below the picture. */
export function curvesCaption(state: TrainingState): string[] {
  const { run, summary, step, steps, backend, snapshots, active } = state;
  const { version } = recipes.prefix_matching;
  const marks = snapshots.length > 0 ? ` Marks below the axis: snapshots${active === null ? '' : '; ▲ in use'}.` : '';
  return [
    `${run ?? 'A run'}${summary === '' ? '' : `: ${summary}`}.`,
    `Step ${wholeText(step)} of ${wholeText(steps)}${backend === null ? '' : `, on ${backend}`}.`,
    `Loss on rows that are not trained on, in nats. prefix_matching (version ${version}), the largest of any head; typed from ${shortShare(threshold)}. ${finding(state)}${marks}`,
  ];
}
