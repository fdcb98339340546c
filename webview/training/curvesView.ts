import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { TrainingPoint, TrainingState } from '../../src/shared/contracts/trainingViewContract';
import { noop } from '../base/noop';
import { onResize } from '../base/onResize';
import { choicesStyle } from '../base/choicesStyle';
import { baseStyle } from '../base/styles';
import type { Theme } from '../base/theme';
import { curvesSummary, finding, pointText, snapshotsText } from './curveText';
import { movedBy, nearestTo, placeOfStep } from '../base/plot/nearest';
import { drawCrosshair, drawPlot, drawSnapshot } from '../base/plot/plotDrawing';
import { axisHeight, planPlot, type PlotPlan } from '../base/plot/plotPlan';
import { plotStyle } from './curvesStyle';
import { readingLine } from '../base/plot/readingLine';
import { stepScales, type StepScale } from '../base/plot/xAxis';

/** The curves of a run, and what is read from them. */
export class PlotView extends LitElement {
  @property({ attribute: false }) accessor theme: Theme | null = null;
  @property({ attribute: false }) accessor training: TrainingState | null = null;
  @property({ attribute: false }) accessor scale: StepScale = 'linear';
  /** Of each of the two curves, pixels. */
  @property({ attribute: false }) accessor panelHeight = 0;
  @property({ attribute: false }) accessor onScale: (scale: StepScale) => void = noop;
  @property({ attribute: false }) accessor onUseSnapshot: (step: number) => void = noop;
  @state() private accessor width = 0;
  /** Steps under the pointer and chosen by keys; null for none. The pointer comes first. */
  @state() private accessor hovered: number | null = null;
  @state() private accessor chosen: number | null = null;
  @state() private accessor pointedSnapshot: number | null = null;

  static override readonly styles = [baseStyle, choicesStyle, plotStyle];

  constructor() {
    super();
    onResize(this, () => (this.width = this.clientWidth));
  }

  override render(): TemplateResult | typeof nothing {
    const { theme, training, scale, width } = this;
    if (!theme || !training || width === 0) return nothing;
    const { points } = training;
    const plan = planPlot(training, scale, width, this.panelHeight);
    const read = this.pointRead(points);
    const pointed = plan.snapshots.find(({ step }) => step === this.pointedSnapshot);
    return html`${readingLine(read ?? points.at(-1) ?? null, training.steps)}
      <div class="plot" .style=${`height: ${plan.height}px`}>
        <svg width=${width} height=${plan.height} role="img" aria-label=${curvesSummary(training)}>
          ${drawPlot(plan, points, theme)} ${read ? drawCrosshair(plan, read, theme) : nothing}
          ${pointed ? drawSnapshot(pointed, plan.prefixMatching.bottom, theme, true) : nothing}
        </svg>
        ${points.length > 0 ? this.reader(plan, points, read) : nothing}
        <model-circuits-snapshots
          .style=${`top: ${plan.prefixMatching.bottom}px; height: ${axisHeight}px`}
          .places=${plan.snapshots}
          .onUse=${this.onUseSnapshot}
          .onPoint=${(step: number | null) => (this.pointedSnapshot = step)}
        ></model-circuits-snapshots>
      </div>
      <div class="foot small muted">
        <span class="axis-name">training step</span>
        <span class="choices" role="radiogroup" aria-label="Axis of training steps"
          >${stepScales.map(
            one =>
              html`<button role="radio" aria-checked=${one === scale} @click=${() => this.onScale(one)}>
                ${one}
              </button>`,
          )}</span
        >
        <p class="clip finding">${finding(training)}</p>
        <p class="clip snapshots">${snapshotsText(training, this.pointedSnapshot)}</p>
      </div>`;
  }

  /** Moves along the curves, over both panels. */
  private reader(plan: PlotPlan, points: readonly TrainingPoint[], read: TrainingPoint | null): TemplateResult {
    const { axis, loss, prefixMatching } = plan;
    const shown = read ?? points.at(-1);
    return html`<div
      class="reader"
      role="slider"
      tabindex="0"
      aria-label="Step to read"
      aria-valuemin=${points[0]?.step ?? 0}
      aria-valuemax=${points.at(-1)?.step ?? 0}
      aria-valuenow=${shown?.step ?? 0}
      aria-valuetext=${shown ? pointText(shown) : nothing}
      .style=${`left: ${axis.left}px; width: ${axis.right - axis.left}px; top: ${loss.top}px; height: ${prefixMatching.bottom - loss.top}px`}
      @keydown=${this.onKey}
      @focus=${() => (this.chosen = this.hovered ?? points.at(-1)?.step ?? null)}
      @click=${() => (this.chosen = this.hovered)}
      @blur=${() => (this.chosen = null)}
      @pointermove=${(event: PointerEvent) => {
        const x = event.clientX - this.getBoundingClientRect().left;
        const nearest = nearestTo(
          points.map(({ step }) => axis.x(step)),
          x,
        );
        this.hovered = nearest === null ? null : (points[nearest]?.step ?? null);
      }}
      @pointerleave=${() => (this.hovered = null)}
    ></div>`;
  }

  private pointRead(points: readonly TrainingPoint[]): TrainingPoint | null {
    const step = this.hovered ?? this.chosen;
    return step === null ? null : (points[placeOfStep(points, step)] ?? null);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const points = this.training?.points ?? [];
    const from = this.chosen === null ? points.length - 1 : placeOfStep(points, this.chosen);
    const to = movedBy(event.key, from, points.length);
    const next = to === null ? undefined : points[to];
    if (!next) return;
    event.preventDefault();
    this.hovered = null;
    this.chosen = next.step;
  };
}
