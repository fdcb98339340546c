import { fixed, signed } from '../../../src/shared/numberText';
import type { Colouring } from '../colouring';

/** The last colour stands for this many nats and more. */
const maxNats = 8;

export interface LegendTick {
  /** From 0 at the low end of the scale to 1 at the high end. */
  readonly at: number;
  readonly text: string;
}

/** The numbers of a legend: at the square root of their share if the colours and bars are scaled by it. */
export function legendTicks(colouring: Colouring, full: number): LegendTick[] {
  const shares = [0, 0.1, 0.25, 0.5, 1];
  const halves = [-1, -0.25, 0, 0.25, 1];
  switch (colouring) {
    case 'attention':
      return shares.map(at => ({ at: Math.sqrt(at), text: String(at).replace(/^0\./, '.') }));
    case 'valueWeighted':
      return shares.map(at => ({ at: Math.sqrt(at), text: fixed(at * full, full < 1 ? 2 : full < 10 ? 1 : 0) }));
    case 'logitAttribution':
      return halves.map(at => ({
        at: 0.5 + (Math.sign(at) * Math.sqrt(Math.abs(at))) / 2,
        text: signed(at * full, 1),
      }));
    case 'loss':
      return [0, 2, 4, 6, maxNats].map(nats => ({
        at: nats / maxNats,
        text: nats === maxNats ? `${nats}+` : String(nats),
      }));
    case 'delta':
      return [-maxNats, -4, 0, 4, maxNats].map(nats => ({
        at: 0.5 + nats / maxNats / 2,
        text: signed(nats, 0),
      }));
  }
}
