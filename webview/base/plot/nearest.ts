import { bisectCenter, bisector } from 'd3-array';

interface AtStep {
  readonly step: number;
}

const byStep = bisector<AtStep, number>(({ step }) => step);

/** Of the places on the axis, in order, which is nearest to `x`; null where there is none. */
export function nearestTo(places: readonly number[], x: number): number | null {
  return places.length === 0 ? null : bisectCenter(places, x);
}

/** The place of the step, or of the last before it. */
export function placeOfStep(list: readonly AtStep[], step: number): number {
  return Math.max(0, byStep.right(list, step) - 1);
}

/** Where a key leads in a list; null for keys that lead nowhere. */
export function movedBy(key: string, at: number, length: number): number | null {
  const to = target(key, at, length);
  return to === null ? null : Math.min(length - 1, Math.max(0, to));
}

const page = 10;

function target(key: string, at: number, length: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return at - 1;
    case 'ArrowRight':
    case 'ArrowUp':
      return at + 1;
    case 'PageDown':
      return at - page;
    case 'PageUp':
      return at + page;
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return null;
  }
}
