import type { IntView } from '../../shared/tensorView';
import type { TrainingSetup } from '../../shared/trainingSetup';

/** What a model is trained on. */
export interface DataSet {
  /** Highest id + 1. */
  readonly dVocab: number;
  /** What every row begins with. */
  readonly startTokenId: number;
  /** tokenizer.json; null where rows are ids that stand for no text. */
  readonly tokenizerJson: string | null;
  /** The rows of a training step, counted from 1: the same whenever they are asked for. [batch, position] */
  trainingRows(step: number): IntView;
  /** Rows on which nothing is trained: the same for every model trained on these data. [batch, position] */
  heldOutRows(): IntView;
}

export type RowShape = Pick<TrainingSetup, 'batch' | 'rowLength' | 'shortRows' | 'seed'>;

/** How many rows of how many tokens a training step has. */
export function stepShape({ batch, rowLength, shortRows }: RowShape, step: number): { count: number; length: number } {
  // Evenly among the steps: step 4 of 4 is the full one where the share is ¾.
  const isShort =
    shortRows && Math.floor((1 - shortRows.share) * step) === Math.floor((1 - shortRows.share) * (step - 1));
  return shortRows && isShort
    ? { count: (batch * rowLength) / shortRows.length, length: shortRows.length }
    : { count: batch, length: rowLength };
}

/** Rows [count, length] made one by one. */
export function rowsOf(count: number, length: number, row: (index: number) => readonly number[]): IntView {
  const data = new Int32Array(count * length);
  for (let index = 0; index < count; index++) data.set(row(index), index * length);
  return { shape: [count, length], data };
}

/** Rows for the loss that is logged: about 16,000 tokens, whose mean has a standard error of about 0.02 nats. */
export const heldOutTokens = 16_384;
