import { nothing, svg, type TemplateResult } from 'lit';
import type { TrainingPoint } from '../../../src/shared/contracts/trainingViewContract';
import type { Theme } from '../theme';
import { shortShare } from './numbers';
import { threshold, type PanelPlan, type Place, type PlotPlan, type SnapshotPlace } from './plotPlan';

/** The curves with their axes, as an SVG's content. The classes let a page change what its background asks for. */
export function drawPlot(plan: PlotPlan, points: readonly TrainingPoint[], theme: Theme): TemplateResult {
  const { loss, prefixMatching } = plan;
  return svg`${drawAxes(plan, theme)}
    ${drawThreshold(plan, theme)}
    ${drawCurve(loss, points, theme.foreground, 1.5)}
    ${drawCurve(prefixMatching, points, theme.attentionInk, 2)}
    ${drawThresholdName(plan, theme)}
    ${plan.snapshots.map(snapshot => drawSnapshot(snapshot, prefixMatching.bottom, theme, false))}`;
}

/** The step that is read, in both panels. */
export function drawCrosshair(plan: PlotPlan, point: TrainingPoint, theme: Theme): TemplateResult {
  const x = plan.axis.x(point.step);
  const dot = (place: Place | null, colour: string): TemplateResult | typeof nothing =>
    place
      ? svg`<circle class="halo" cx=${place.x} cy=${place.y} r="4" fill=${colour} stroke=${theme.background} stroke-width="1.5" />`
      : nothing;
  return svg`${[plan.loss, plan.prefixMatching].map(
    ({ top, bottom }) =>
      svg`<line x1=${x} x2=${x} y1=${top} y2=${bottom} stroke=${theme.foreground} stroke-opacity="0.6" />`,
  )}
    ${dot(plan.loss.place(point), theme.foreground)}
    ${dot(plan.prefixMatching.place(point), theme.attentionInk)}`;
}

/** A mark on the axis; the active one is a triangle, the one pointed at is long. */
export function drawSnapshot(
  { x, isActive }: SnapshotPlace,
  axisY: number,
  theme: Theme,
  isPointed: boolean,
): TemplateResult {
  if (isActive) {
    return svg`<path d="M${x} ${axisY + 1}l4.5 8h-9z" fill=${theme.foreground} />`;
  }
  const [width, length] = isPointed ? [3, 9] : [1, 6];
  return svg`<rect x=${x - width / 2} y=${axisY + 1} width=${width} height=${length} fill=${theme.foreground} />`;
}

function drawAxes({ axis, width, loss, prefixMatching }: PlotPlan, theme: Theme): TemplateResult {
  const textY = prefixMatching.bottom + 20;
  return svg`${[loss, prefixMatching].map(panel => drawPanel(panel, axis.left, axis.right, theme))}
    ${axis.ticks.map(({ x, text }) => {
      const anchor = x > width - 16 ? 'end' : 'middle';
      return svg`<text class="axis" x=${anchor === 'end' ? width : x} y=${textY} font-size="10" fill=${theme.muted} text-anchor=${anchor}>${text}</text>`;
    })}
    ${axis.breakAt === null ? nothing : drawBreak(axis.breakAt, prefixMatching.bottom, theme)}`;
}

function drawPanel(
  { title, top, bottom, ticks }: PanelPlan,
  left: number,
  right: number,
  theme: Theme,
): TemplateResult {
  const opacity = theme.kind.startsWith('contrast') ? 0.35 : 0.12;
  return svg`<text class="axis" x=${left} y=${top - 7} font-size="11" fill=${theme.muted}>${title}</text>
    ${ticks.map(
      ({ y, text }) =>
        svg`<line x1=${left} x2=${right} y1=${y} y2=${y} stroke=${theme.foreground} stroke-opacity=${y === bottom ? 3 * opacity : opacity} shape-rendering="crispEdges" />
          <text class="axis" x=${left - 6} y=${y + 3.5} font-size="10" fill=${theme.muted} text-anchor="end">${text}</text>`,
    )}`;
}

/** Two strokes through the axis where step 0 stands apart. */
function drawBreak(x: number, y: number, theme: Theme): TemplateResult {
  return svg`<path d="M${x - 4} ${y + 4}l4 -8m1 8l4 -8" fill="none" stroke=${theme.muted} />`;
}

function drawThreshold({ axis, thresholdY: y }: PlotPlan, theme: Theme): TemplateResult {
  return svg`<line x1=${axis.left} x2=${axis.right} y1=${y} y2=${y} stroke=${theme.foreground} stroke-opacity="0.75" stroke-dasharray="3 3" shape-rendering="crispEdges" />`;
}

/** At the left, where nearly every curve is still far below it. */
function drawThresholdName({ axis, thresholdY: y }: PlotPlan, theme: Theme): TemplateResult {
  return svg`<text class="axis halo" x=${axis.left} y=${y - 5} font-size="10" fill=${theme.muted} stroke=${theme.background} stroke-width="3" paint-order="stroke">typed from ${shortShare(threshold)}</text>`;
}

/** The last value is marked: there the curve goes on. */
function drawCurve(
  { path, apart, place }: PanelPlan,
  points: readonly TrainingPoint[],
  colour: string,
  width: number,
): TemplateResult {
  const last = points.at(-1);
  const end = last ? place(last) : null;
  const dot = (at: Place | null, radius: number): TemplateResult | typeof nothing =>
    at ? svg`<circle cx=${at.x} cy=${at.y} r=${radius} fill=${colour} />` : nothing;
  return svg`${dot(apart, 2)}
    ${path === null ? nothing : svg`<path d=${path} fill="none" stroke=${colour} stroke-width=${width} stroke-linejoin="round" stroke-linecap="round" />`}
    ${dot(end, 3)}`;
}
