import type { BackendInfo } from './engineContract';
import type { Method } from '../rpc/rpc';
import type { TrainingSetup } from '../trainingSetup';

/** What an engine process of the role "training" does: one run at a time. */
export interface TrainingContract {
  /**
   * Trains a small model into a run's folder, to the recipe's last step. Cancelling stops it between two steps and leaves
   * a run that can be resumed: a pause is a cancel, followed by a call with `resume`.
   *
   * Rejects with `bad-input` for an impossible recipe or folder, `cancelled` when stopped.
   */
  readonly train: Method<TrainParams, TrainResult, TrainReport>;
}

export interface TrainParams {
  /** A TrainingSetup; checked, whoever wrote it. Null with `resume`: the run's own. */
  readonly recipe: unknown;
  /** The run's folder: new or empty, or with `resume` one that holds a run of this recipe. Absolute. */
  readonly run: string;
  readonly resume: boolean;
}

export interface TrainResult {
  readonly run: string;
  readonly steps: number;
  /** The last line of the log. */
  readonly last: LogLine;
}

/** A line of log.jsonl. */
export interface LogLine {
  readonly step: number;
  /** Seen so far, start tokens included. */
  readonly tokens: number;
  /** Mean next-token loss on rows that are not trained on, nats: the same rows all along. */
  readonly loss: number;
  /** Of the update that led here. */
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Since the line before; null on the first. */
  readonly tokensPerSecond: number | null;
  /** The largest prefix-matching score of any head; null where the context is too short for the probe. */
  readonly prefixMatching: number | null;
}

export type TrainReport =
  /** Once, when the data are read and the model is made. */
  | {
      readonly kind: 'start';
      readonly recipe: TrainingSetup;
      readonly backend: BackendInfo;
      readonly parameters: number;
      /** Where it begins: above 0 when resumed. */
      readonly step: number;
    }
  /** A few times a second: the loss of the last step's own rows, and how long the rest will take. */
  | {
      readonly kind: 'step';
      readonly step: number;
      readonly loss: number;
      readonly tokensPerSecond: number;
      readonly secondsLeft: number;
    }
  | { readonly kind: 'log'; readonly line: LogLine }
  /** A snapshot has been written: an ordinary checkpoint. */
  | { readonly kind: 'snapshot'; readonly step: number; readonly path: string };
