import type { TrainingState } from '../../../src/shared/contracts/trainingViewContract';

/** One line a logged step. The run's name is the file's. */
export function pointsCsv({ points }: Pick<TrainingState, 'points'>): string {
  const lines = points.map(({ step, loss, prefixMatching }) => [
    String(step),
    sixDigits(loss),
    prefixMatching === null ? '' : sixDigits(prefixMatching),
  ]);
  return [['step', 'held_out_loss', 'largest_prefix_matching'], ...lines].map(cells => `${cells.join(',')}\n`).join('');
}

/** As programs read them. */
function sixDigits(value: number): string {
  return String(Number(value.toPrecision(6)));
}
