import type { IntView } from '../../shared/tensorView';
import type { TrainingSetup } from '../../shared/trainingSetup';

/** The rows that a model is trained and measured on. */
export interface DataSet {
  /** Highest id + 1. */
  readonly dVocab: number;
  /** The id that every row begins with. */
  readonly startTokenId: number;
  /** The content of tokenizer.json; null if the ids stand for no text. */
  readonly tokenizerJson: string | null;
  /** The rows [batch, position] of a training step, counted from 1. Every call gives the same rows. */
  trainingRows(step: number): IntView;
  /** Rows [batch, position] that are not trained on, the same for every model that is trained on these data. */
  heldOutRows(): IntView;
}

export type RowShape = Pick<TrainingSetup, 'batch' | 'rowLength' | 'shortRows' | 'seed'>;

/** How many rows of how many tokens a training step has. */
export function stepShape({ batch, rowLength, shortRows }: RowShape, step: number): { count: number; length: number } {
  // Short rows are spread evenly over the steps: with a share of ¾, every fourth step has full rows.
  const isShort =
    shortRows && Math.floor((1 - shortRows.share) * step) === Math.floor((1 - shortRows.share) * (step - 1));
  return shortRows && isShort
    ? { count: (batch * rowLength) / shortRows.length, length: shortRows.length }
    : { count: batch, length: rowLength };
}

/** Rows [count, length], each made by a call. */
export function rowsOf(count: number, length: number, row: (index: number) => readonly number[]): IntView {
  const data = new Int32Array(count * length);
  for (let index = 0; index < count; index++) data.set(row(index), index * length);
  return { shape: [count, length], data };
}

/** The tokens on which the logged loss is measured. Their mean has a standard error of about 0.02 nats. */
export const heldOutTokens = 16_384;
