import { scaleLinear, scaleLog } from 'd3-scale';
import { shortStep } from './numbers';

export const stepScales = ['linear', 'log'] as const;

/** How training steps are laid along the axis. */
export type StepScale = (typeof stepScales)[number];

/** Training steps from left to right, in pixels. */
export interface StepAxis {
  readonly left: number;
  readonly right: number;
  readonly x: (step: number) => number;
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
  /** Where step 0 stands apart, since it has no logarithm: in the middle of the gap. */
  readonly breakAt: number | null;
}

export interface StepAxisParts {
  readonly scale: StepScale;
  /** Of the whole run, so that nothing moves while it goes on. */
  readonly steps: number;
  /** The first step after 0 that anything is known of; null where there is none yet. */
  readonly first: number | null;
  readonly left: number;
  readonly right: number;
}

/** Between the middles of two names: on a linear axis about so much, on a logarithmic one at least. */
const betweenTicks = 90;
const minBetween = 28;
/** From step 0 to the first one on a logarithmic axis. */
const zeroGap = 24;

export function stepAxis(parts: StepAxisParts): StepAxis {
  return parts.scale === 'log' ? logAxis(parts) : linearAxis(parts);
}

function linearAxis({ steps, left, right }: StepAxisParts): StepAxis {
  const scale = scaleLinear([0, Math.max(1, steps)], [left, right]);
  const about = Math.max(3, Math.floor((right - left) / betweenTicks));
  const ticks = scale.ticks(about).filter(Number.isInteger);
  return {
    left,
    right,
    x: step => scale(step),
    ticks: ticks.map(step => ({ x: scale(step), text: shortStep(step) })),
    breakAt: null,
  };
}

function logAxis({ steps, first, left, right }: StepAxisParts): StepAxis {
  const from = left + zeroGap;
  const low = Math.max(1, first ?? 1);
  const scale = scaleLog([low, Math.max(low + 1, steps)], [from, right]);
  const whole = scale.ticks().filter(Number.isInteger);
  const chosen = [[1, 2, 5], [1]]
    .map(digits => whole.filter(step => digits.includes(leadingDigit(step))))
    .find(steps => isSpread(steps.map(step => scale(step))));
  const ticks = chosen && chosen.length > 0 ? chosen : [low];
  return {
    left,
    right,
    x: step => (step <= 0 ? left : scale(step)),
    ticks: [{ x: left, text: '0' }, ...ticks.map(step => ({ x: scale(step), text: shortStep(step) }))],
    breakAt: left + zeroGap / 2,
  };
}

function leadingDigit(step: number): number {
  return Number(String(step)[0]);
}

function isSpread(places: readonly number[]): boolean {
  return places.every((x, index) => index === 0 || x - (places[index - 1] ?? 0) >= minBetween);
}
