import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { shortFraction } from './numbers';
import type { RangeSpec } from './plotSpec';

/** The vertical axis of one panel, in pixels. */
export interface YAxis {
  readonly top: number;
  readonly bottom: number;
  readonly y: (value: number) => number;
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
}

const maxTicks = 4;
/** A tick's number is 10 px high and needs as much room again. */
const minTickHeight = 20;

export function yAxis(range: RangeSpec, values: readonly (number | null)[], top: number, bottom: number): YAxis {
  if (range.kind === 'fixed') {
    const scale = scaleLinear([range.start, range.end], [bottom, top]);
    return {
      top,
      bottom,
      y: scale,
      ticks: range.ticks.map(value => ({ y: scale(value), text: shortFraction(value) })),
    };
  }
  const largest = max(values, value => value ?? undefined);
  const count = Math.min(maxTicks, Math.floor((bottom - top) / minTickHeight));
  const scale = scaleLinear([0, largest ?? range.emptyEnd], [bottom, top]).nice(count);
  const text = scale.tickFormat(count);
  const ticks = largest === undefined ? [0] : scale.ticks(count);
  return { top, bottom, y: scale, ticks: ticks.map(value => ({ y: scale(value), text: text(value) })) };
}
