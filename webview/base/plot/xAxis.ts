import { scaleLinear, scaleLog } from 'd3-scale';
import { shortWhole } from './numbers';

export const axisScales = ['linear', 'log'] as const;

export type AxisScale = (typeof axisScales)[number];

/** A horizontal axis of whole numbers from 0, such as training steps. All positions are in pixels. */
export interface XAxis {
  readonly left: number;
  readonly right: number;
  readonly x: (value: number) => number;
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
  /** The middle of the gap between 0 and the rest of a logarithmic axis; null on a linear axis. */
  readonly breakAt: number | null;
}

export interface XAxisParts {
  readonly scale: AxisScale;
  /** The end of the axis; known from the beginning, so that nothing moves while points are added. */
  readonly end: number;
  /** The smallest value above 0, at which a logarithmic axis begins; null while there is none. */
  readonly first: number | null;
  readonly left: number;
  readonly right: number;
}

/** Distance between two ticks: about this on a linear axis, at least `minTickGap` on a logarithmic one. */
const linearTickGap = 90;
const minTickGap = 28;
/** Width of the gap between 0, which has no logarithm, and the first value of a logarithmic axis. */
const zeroGap = 24;

export function xAxis(parts: XAxisParts): XAxis {
  return parts.scale === 'log' ? logAxis(parts) : linearAxis(parts);
}

function linearAxis({ end, left, right }: XAxisParts): XAxis {
  const scale = scaleLinear([0, Math.max(1, end)], [left, right]);
  const count = Math.max(3, Math.floor((right - left) / linearTickGap));
  const ticks = scale.ticks(count).filter(Number.isInteger);
  return {
    left,
    right,
    x: value => scale(value),
    ticks: ticks.map(value => ({ x: scale(value), text: shortWhole(value) })),
    breakAt: null,
  };
}

function logAxis({ end, first, left, right }: XAxisParts): XAxis {
  const low = Math.max(1, first ?? 1);
  const scale = scaleLog([low, Math.max(low + 1, end)], [left + zeroGap, right]);
  const whole = scale.ticks().filter(Number.isInteger);
  const chosen = [[1, 2, 5], [1]]
    .map(digits => whole.filter(value => digits.includes(leadingDigit(value))))
    .find(values => isSpread(values.map(value => scale(value))));
  const ticks = chosen && chosen.length > 0 ? chosen : [low];
  return {
    left,
    right,
    x: value => (value <= 0 ? left : scale(value)),
    ticks: [{ x: left, text: '0' }, ...ticks.map(value => ({ x: scale(value), text: shortWhole(value) }))],
    breakAt: left + zeroGap / 2,
  };
}

function leadingDigit(value: number): number {
  return Number(String(value)[0]);
}

function isSpread(places: readonly number[]): boolean {
  return places.every((x, index) => index === 0 || x - (places[index - 1] ?? 0) >= minTickGap);
}
