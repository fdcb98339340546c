import { extent } from 'd3-array';
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { defaultThresholds } from '../../../src/shared/headTypes';
import type { TrainingPoint, TrainingState } from '../../../src/shared/contracts/trainingViewContract';
import { shortShare } from './numbers';
import { stepAxis, type StepAxis, type StepScale } from './xAxis';

/** From where on a head's prefix matching gives it a type. */
export const threshold = defaultThresholds.prefixMatching;

/** Where everything stands in the picture of a run: two panels over one another, with one axis of training steps. */
export interface PlotPlan {
  readonly width: number;
  readonly height: number;
  readonly axis: StepAxis;
  readonly loss: PanelPlan;
  readonly prefixMatching: PanelPlan;
  readonly thresholdY: number;
  readonly snapshots: readonly SnapshotPlace[];
}

/** One curve on its own vertical axis. */
export interface PanelPlan {
  readonly title: string;
  readonly top: number;
  readonly bottom: number;
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  /** Of an SVG path; null where there is nothing to draw. */
  readonly path: string | null;
  /** Of step 0, where the axis has it apart. */
  readonly apart: Place | null;
  /** Where a step's value stands; null where it has none. */
  readonly place: (point: TrainingPoint) => Place | null;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface SnapshotPlace {
  readonly step: number;
  readonly x: number;
  /** It is the active checkpoint. */
  readonly isActive: boolean;
}

export type PlotContent = Pick<TrainingState, 'points' | 'snapshots' | 'active' | 'steps'>;

/** Of the vertical axis before there is a loss. */
const lossBefore = 4;
/** From here on the lower panel's title says all. */
const minForTitle = 320;
/** Room for the names of values at the left, of panels above them, of steps below. */
const left = 30;
const right = 10;
const titleHeight = 20;
const betweenPanels = 4;
export const axisHeight = 24;

export function planPlot(content: PlotContent, scale: StepScale, width: number, panelHeight: number): PlotPlan {
  const { points, snapshots, active, steps } = content;
  const known = [...points.map(({ step }) => step), ...snapshots];
  const [first = null] = extent(known.filter(step => step > 0));
  const [, last = 0] = extent(known);
  const axis = stepAxis({ scale, first, steps: Math.max(steps, last), left, right: Math.max(left + 1, width - right) });

  const lossTop = titleHeight;
  const prefixTop = lossTop + panelHeight + betweenPanels + titleHeight;
  const [, most = lossBefore] = extent(points, ({ loss }) => loss);
  // From 0, so that the first value decides the range, and later ones do not move it.
  // A line of numbers takes 10 px, and wants as much between it and the next.
  const lossSteps = Math.min(4, Math.floor(panelHeight / 20));
  const ofLoss = scaleLinear([0, most], [lossTop + panelHeight, lossTop]).nice(lossSteps);
  const ofPrefix = scaleLinear([0, 1], [prefixTop + panelHeight, prefixTop]);
  const lossTicks = points.length > 0 ? ofLoss.ticks(lossSteps) : [0];
  const lossText = ofLoss.tickFormat(lossSteps);
  return {
    width,
    height: prefixTop + panelHeight + axisHeight,
    axis,
    loss: panel('held-out loss, nats', points, ({ loss }) => loss, axis, ofLoss, lossTicks, lossText),
    prefixMatching: panel(
      `largest prefix matching${width < minForTitle ? '' : ' of any head'}`,
      points,
      ({ prefixMatching }) => prefixMatching,
      axis,
      ofPrefix,
      [0, 0.5, 1],
      shortShare,
    ),
    thresholdY: ofPrefix(threshold),
    snapshots: snapshots.map(step => ({ step, x: axis.x(step), isActive: step === active })),
  };
}

function panel(
  title: string,
  points: readonly TrainingPoint[],
  valueOf: (point: TrainingPoint) => number | null,
  axis: StepAxis,
  scale: ScaleLinear<number, number>,
  ticks: readonly number[],
  text: (value: number) => string,
): PanelPlan {
  const [bottom = 0, top = 0] = scale.range();
  const place = (point: TrainingPoint): Place | null => {
    const value = valueOf(point);
    return value === null ? null : { x: axis.x(point.step), y: scale(value) };
  };
  // Missing values interrupt it, and so does the gap of the axis. A value alone becomes a dot.
  const curve = line<TrainingPoint>()
    .digits(2)
    .defined(point => valueOf(point) !== null)
    .x(point => axis.x(point.step))
    .y(point => scale(valueOf(point) ?? 0));
  const isApart = (point: TrainingPoint): boolean => axis.breakAt !== null && point.step === 0;
  const apart = points.find(isApart);
  return {
    title,
    top,
    bottom,
    ticks: ticks.map(value => ({ y: scale(value), text: text(value) })),
    path: curve(points.filter(point => !isApart(point))) ?? null,
    apart: apart ? place(apart) : null,
    place,
  };
}
