import { nothing, svg, type TemplateResult } from 'lit';
import type { Theme } from '../theme';
import type { BandPlan, LinePlan, MarkPlace, PanelPlan, Place, PlotPlan } from './plotPlan';

/**
 * A plot as the content of an <svg>, from 0, 0 to the plan's width and height. The colours are attributes, for a file; a
 * view whose background is not the editor's sets those of the classes `axis` and `halo` in its style sheet.
 */
export function drawPlot(plan: PlotPlan, theme: Theme): TemplateResult {
  const { panels, bands, marks } = plan;
  return svg`${bands.map(band => drawBand(band, plan, theme))}
    ${drawAxes(plan, theme)}
    ${panels.map(panel => drawThresholds(panel, plan, theme))}
    ${panels.map(({ lines }) => lines.map(line => drawLine(line, theme)))}
    ${panels.map(panel => drawThresholdLabels(panel, plan, theme))}
    ${marks.map(mark => drawMark(mark, plan, theme, false))}`;
}

/** A vertical line through all panels at a point, with a dot on each line that has a value there. */
export function drawCrosshair({ panels, xs }: PlotPlan, index: number, theme: Theme): TemplateResult {
  const x = xs[index] ?? 0;
  const dots = panels.flatMap(({ lines }) => lines.map(({ ink, places }) => ({ ink, place: places[index] })));
  return svg`${panels.map(
    ({ axis: { top, bottom } }) =>
      svg`<line x1=${x} x2=${x} y1=${top} y2=${bottom} stroke=${theme.foreground} stroke-opacity="0.6" />`,
  )}
    ${dots.map(({ ink, place }) =>
      place
        ? svg`<circle class="halo" cx=${place.x} cy=${place.y} r="4" fill=${theme[ink]} stroke=${theme.background} stroke-width="1.5" />`
        : nothing,
    )}`;
}

/** A mark below the axis: a triangle if it is active, else a stroke, which is long while the user points at it. */
export function drawMark(
  { x, isActive }: MarkPlace,
  { bottom }: PlotPlan,
  theme: Theme,
  isPointed: boolean,
): TemplateResult {
  if (isActive) return svg`<path d="M${x} ${bottom + 1}l4.5 8h-9z" fill=${theme.foreground} />`;
  const [width, length] = isPointed ? [3, 9] : [1, 6];
  return svg`<rect x=${x - width / 2} y=${bottom + 1} width=${width} height=${length} fill=${theme.foreground} />`;
}

function drawAxes({ axis, width, panels, bottom }: PlotPlan, theme: Theme): TemplateResult {
  return svg`${panels.map(panel => drawPanel(panel, axis.left, axis.right, theme))}
    ${axis.ticks.map(({ x, text }) => {
      const anchor = x > width - 16 ? 'end' : 'middle';
      return svg`<text class="axis" x=${anchor === 'end' ? width : x} y=${bottom + 20} font-size="10" fill=${theme.muted} text-anchor=${anchor}>${text}</text>`;
    })}
    ${axis.breakAt === null ? nothing : drawBreak(axis.breakAt, bottom, theme)}`;
}

function drawPanel(
  { title, axis: { top, bottom, ticks } }: PanelPlan,
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

/** Two strokes through the axis, in the gap between 0 and the rest. */
function drawBreak(x: number, y: number, theme: Theme): TemplateResult {
  return svg`<path d="M${x - 4} ${y + 4}l4 -8m1 8l4 -8" fill="none" stroke=${theme.muted} />`;
}

function drawBand({ left, right, ink }: BandPlan, { panels }: PlotPlan, theme: Theme): TemplateResult {
  return svg`${panels.map(
    ({ axis: { top, bottom } }) =>
      svg`<rect x=${left} y=${top} width=${right - left} height=${bottom - top} fill=${theme[ink]} fill-opacity="0.13" stroke=${theme[ink]} stroke-opacity="0.6" />`,
  )}`;
}

function drawThresholds({ thresholds }: PanelPlan, { axis }: PlotPlan, theme: Theme): TemplateResult {
  return svg`${thresholds.map(
    ({ y }) =>
      svg`<line x1=${axis.left} x2=${axis.right} y1=${y} y2=${y} stroke=${theme.foreground} stroke-opacity="0.75" stroke-dasharray="3 3" shape-rendering="crispEdges" />`,
  )}`;
}

/** The labels stand at the left, because most lines reach a threshold late. */
function drawThresholdLabels({ thresholds }: PanelPlan, { axis }: PlotPlan, theme: Theme): TemplateResult {
  return svg`${thresholds.map(
    ({ y, label }) =>
      svg`<text class="axis halo" x=${axis.left} y=${y - 5} font-size="10" fill=${theme.muted} stroke=${theme.background} stroke-width="3" paint-order="stroke">${label}</text>`,
  )}`;
}

/** The line with a dot at its end, so that a line of one value is seen. */
function drawLine({ ink, width, path, apart, places }: LinePlan, theme: Theme): TemplateResult {
  const colour = theme[ink];
  const dot = (place: Place | null | undefined, radius: number): TemplateResult | typeof nothing =>
    place ? svg`<circle cx=${place.x} cy=${place.y} r=${radius} fill=${colour} />` : nothing;
  return svg`${dot(apart, 2)}
    ${path === null ? nothing : svg`<path d=${path} fill="none" stroke=${colour} stroke-width=${width} stroke-linejoin="round" stroke-linecap="round" />`}
    ${dot(places.at(-1), 3)}`;
}
