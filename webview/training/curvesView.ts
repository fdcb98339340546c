import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import * as l10n from '@vscode/l10n';
import type { TrainingPoint, TrainingState } from '../../src/shared/contracts/trainingViewContract';
import { choicesStyle } from '../base/choicesStyle';
import { noop } from '../base/noop';
import { onResize } from '../base/onResize';
import { dataTable } from '../base/plot/dataTable';
import { dataTableView } from '../base/plot/dataTableView';
import { drawCrosshair, drawMark, drawPlot } from '../base/plot/plotDrawing';
import { axisHeight, planPlot } from '../base/plot/plotPlan';
import { plotReader } from '../base/plot/plotReader';
import { PlotReading } from '../base/plot/plotReading';
import { plotStyle } from '../base/plot/plotStyle';
import { readingLine } from '../base/plot/readingLine';
import { axisScales, type AxisScale } from '../base/plot/xAxis';
import { baseStyle } from '../base/styles';
import type { Theme } from '../base/theme';
import { curvesSummary, finding, pointText, snapshotsText } from './curveText';
import { curvesStyle } from './curvesStyle';
import { trainingPlot } from './trainingPlot';

/** The curves of a run, the values at the step that the user reads, and the snapshots on the axis. */
export class CurvesView extends LitElement {
  @property({ attribute: false }) accessor theme: Theme | null = null;
  @property({ attribute: false }) accessor training: TrainingState | null = null;
  @property({ attribute: false }) accessor scale: AxisScale = 'linear';
  /** Height of each of the two panels, px. */
  @property({ attribute: false }) accessor panelHeight = 0;
  @property({ attribute: false }) accessor onScale: (scale: AxisScale) => void = noop;
  @property({ attribute: false }) accessor onUseSnapshot: (step: number) => void = noop;
  @state() private accessor width = 0;
  /** Step of the snapshot under the pointer or in focus; null for none. */
  @state() private accessor pointedSnapshot: number | null = null;
  readonly #reading = new PlotReading();

  static override readonly styles = [baseStyle, choicesStyle, plotStyle, curvesStyle];

  constructor() {
    super();
    onResize(this, () => (this.width = this.clientWidth));
  }

  override render(): TemplateResult | typeof nothing {
    const { theme, training, scale, width } = this;
    if (!theme || !training || width === 0) return nothing;
    const { points } = training;
    const spec = trainingPlot(training, scale);
    const plan = planPlot(spec, width, this.panelHeight);
    const read = this.#reading.index(spec.x.values);
    const pointed = plan.marks.find(({ at }) => at === this.pointedSnapshot);
    return html`${
        points.length === 0
          ? html`<p class="reading small muted">${l10n.t('No step is logged yet')}</p>`
          : readingLine(spec, read ?? points.length - 1)
      }
      <div class="plot" .style=${`height: ${plan.height}px`}>
        <svg width=${width} height=${plan.height} role="img" aria-label=${curvesSummary(training)}>
          ${drawPlot(plan, theme)} ${read === null ? nothing : drawCrosshair(plan, read, theme)}
          ${pointed ? drawMark(pointed, plan, theme, true) : nothing}
        </svg>
        ${
          points.length === 0
            ? nothing
            : plotReader({
                plan,
                xs: spec.x.values,
                reading: this.#reading,
                label: l10n.t('Step to read'),
                textAt: index => textAt(points, index),
                onRead: () => this.requestUpdate(),
              })
        }
        <model-circuits-snapshots
          .style=${`top: ${plan.bottom}px; height: ${axisHeight}px`}
          .marks=${plan.marks}
          .onUse=${this.onUseSnapshot}
          .onPoint=${(step: number | null) => (this.pointedSnapshot = step)}
        ></model-circuits-snapshots>
        <div class="visually-hidden">
          ${guard([points], () => dataTableView(dataTable(spec), l10n.t('The curves as a table')))}
        </div>
      </div>
      ${this.foot(training, spec.x.name)}`;
  }

  private foot(training: TrainingState, axisName: string): TemplateResult {
    return html`<div class="foot small muted">
      <span class="axis-name">${axisName}</span>
      <span class="choices" role="radiogroup" aria-label=${l10n.t('Axis of training steps')}
        >${axisScales.map(
          one =>
            html`<button role="radio" aria-checked=${one === this.scale} @click=${() => this.onScale(one)}>
              ${scaleName(one)}
            </button>`,
        )}</span
      >
      <p class="clip finding">${finding(training)}</p>
      <p class="clip snapshots">${snapshotsText(training, this.pointedSnapshot)}</p>
    </div>`;
  }
}

function textAt(points: readonly TrainingPoint[], index: number): string {
  const point = points[index];
  return point ? pointText(point) : '';
}

function scaleName(scale: AxisScale): string {
  return scale === 'linear' ? l10n.t('linear') : l10n.t('log');
}
