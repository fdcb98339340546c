import { svg } from 'lit';
import type { SavedFile } from '../../../src/shared/savedFile';
import { figurePng, figureSvg, type Figure } from '../figure';
import { safeFileName } from '../safeFileName';
import type { Theme } from '../theme';
import { csvText, dataTable } from './dataTable';
import { drawPlot } from './plotDrawing';
import { planPlot } from './plotPlan';
import type { PlotSpec } from './plotSpec';

export type PlotFormat = 'svg' | 'png' | 'csv';

export interface PlotFileParts {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly title: string;
  readonly caption: readonly string[];
  readonly theme: Theme;
}

/** Wide enough for a page, px. */
const figureWidth = 560;
const panelHeight = 150;
const axisNameHeight = 16;

/** A plot as a picture with title and caption, or its numbers as CSV. */
export async function plotFile(format: PlotFormat, spec: PlotSpec, parts: PlotFileParts): Promise<SavedFile> {
  const name = `${safeFileName(parts.name)}.${format}`;
  switch (format) {
    case 'csv':
      return { name, content: csvText(dataTable(spec)) };
    case 'svg':
      return { name, content: figureSvg(plotFigure(spec, parts)) };
    case 'png':
      return { name, content: await figurePng(plotFigure(spec, parts)) };
  }
}

function plotFigure(spec: PlotSpec, { title, caption, theme }: PlotFileParts): Figure {
  const plan = planPlot(spec, figureWidth, panelHeight);
  const { left, right } = plan.axis;
  return {
    title,
    caption,
    width: plan.width,
    height: plan.height + axisNameHeight,
    theme,
    picture: svg`${drawPlot(plan, theme)}
      <text x=${(left + right) / 2} y=${plan.height + axisNameHeight - 6} font-size="11" fill=${theme.muted} text-anchor="middle">${spec.x.name}</text>`,
  };
}
