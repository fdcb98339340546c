import { max, min } from 'd3-array';
import { line } from 'd3-shape';
import { panelTitle, type InkName, type PanelSpec, type PlotSpec, type SeriesSpec } from './plotSpec';
import { xAxis, type XAxis } from './xAxis';
import { yAxis, type YAxis } from './yAxis';

/** Where everything in a plot is drawn, in pixels from its top left corner. */
export interface PlotPlan {
  readonly width: number;
  readonly height: number;
  readonly axis: XAxis;
  /** Top of the first panel and bottom of the last one. */
  readonly top: number;
  readonly bottom: number;
  readonly panels: readonly PanelPlan[];
  readonly bands: readonly BandPlan[];
  readonly marks: readonly MarkPlace[];
  /** The x of each point. */
  readonly xs: readonly number[];
}

export interface PanelPlan {
  readonly title: string;
  readonly axis: YAxis;
  readonly lines: readonly LinePlan[];
  readonly thresholds: readonly { readonly y: number; readonly label: string }[];
}

export interface LinePlan {
  readonly ink: InkName;
  readonly width: number;
  /** The `d` of an SVG path; null if there is nothing to draw. */
  readonly path: string | null;
  /** The point at 0, if the axis sets 0 apart. */
  readonly apart: Place | null;
  /** One for each point; null if its value is missing. */
  readonly places: readonly (Place | null)[];
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface BandPlan {
  readonly left: number;
  readonly right: number;
  readonly ink: InkName;
}

export interface MarkPlace {
  readonly at: number;
  readonly x: number;
  readonly isActive: boolean;
}

/** A plot less wide than this shows the narrow titles. */
const minWidthForTitles = 320;
/** Room for the numbers at the left and for half a number at the right, for a title above each panel, and for the numbers below. */
const left = 30;
const right = 10;
const titleHeight = 20;
const panelGap = 4;
export const axisHeight = 24;

/** Places a plot of this width, whose panels are `panelHeight` high each. */
export function planPlot(spec: PlotSpec, width: number, panelHeight: number): PlotPlan {
  const { x, bands, marks } = spec;
  const known = [...x.values, ...marks.map(({ at }) => at)];
  const axis = xAxis({
    scale: x.scale,
    first: min(known.filter(value => value > 0)) ?? null,
    end: Math.max(x.end, max(known) ?? 0),
    left,
    right: Math.max(left + 1, width - right),
  });
  const panels = spec.panels.map((panel, index) => {
    const top = titleHeight + index * (panelHeight + panelGap + titleHeight);
    return planPanel(panel, x.values, axis, top, top + panelHeight, width < minWidthForTitles);
  });
  const bottom = panels.at(-1)?.axis.bottom ?? titleHeight;
  return {
    width,
    height: bottom + axisHeight,
    axis,
    top: titleHeight,
    bottom,
    panels,
    bands: bands.map(({ from, to, ink }) => ({ left: axis.x(from), right: axis.x(to), ink })),
    marks: marks.map(({ at, isActive }) => ({ at, x: axis.x(at), isActive })),
    xs: x.values.map(axis.x),
  };
}

function planPanel(
  spec: PanelSpec,
  xs: readonly number[],
  xAxis: XAxis,
  top: number,
  bottom: number,
  isNarrow: boolean,
): PanelPlan {
  const { range, series, thresholds } = spec;
  const axis = yAxis(
    range,
    series.flatMap(({ values }) => values),
    top,
    bottom,
  );
  return {
    title: panelTitle(spec, isNarrow),
    axis,
    lines: series.map(one => planLine(one, xs, xAxis, axis)),
    thresholds: thresholds.map(({ value, label }) => ({ y: axis.y(value), label })),
  };
}

function planLine({ ink, width, values }: SeriesSpec, xs: readonly number[], xAxis: XAxis, yAxis: YAxis): LinePlan {
  const places = xs.map((x, index) => {
    const value = values[index] ?? null;
    return value === null ? null : { x: xAxis.x(x), y: yAxis.y(value) };
  });
  // A line would cross the gap between 0 and the rest of the axis.
  const apart = xAxis.breakAt === null ? -1 : xs.indexOf(0);
  const path = line<Place | null>()
    .digits(2)
    .defined(place => place !== null)
    .x(place => place?.x ?? 0)
    .y(place => place?.y ?? 0);
  return {
    ink,
    width,
    path: path(places.filter((_, index) => index !== apart)),
    apart: places[apart] ?? null,
    places,
  };
}
