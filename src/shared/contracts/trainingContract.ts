import type { BackendInfo } from './engineContract';
import type { Method } from '../rpc/rpc';
import type { TrainingSetup } from '../trainingSetup';

/** What an engine process of the role "training" does. It trains one run at a time. */
export interface TrainingContract {
  /**
   * Trains a small model into a run's folder, up to the last step of its setup. Cancelling stops training between two steps
   * and leaves a run that can be resumed: a pause is a cancel, followed by a call with `resume`.
   *
   * Throws bad-input for an impossible setup or folder, cancelled when it is cancelled.
   */
  readonly train: Method<TrainParams, TrainResult, TrainReport>;
}

export interface TrainParams {
  /** A TrainingSetup, which the engine checks. Null with `resume`: the setup in the run's folder. */
  readonly recipe: unknown;
  /** Absolute path of the run's folder: new or empty, or with `resume` the folder of a run. */
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
  /** Tokens trained on so far, start tokens included. */
  readonly tokens: number;
  /** Mean next-token loss in nats, on rows that are not trained on and are the same at every step. */
  readonly loss: number;
  /** Learning rate of the last update. */
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Mean since the line before; null on the first line. */
  readonly tokensPerSecond: number | null;
  /** The largest prefix-matching score of any head; null if the context is too short for its rows. */
  readonly prefixMatching: number | null;
}

export type TrainReport =
  /** Reported once, when the data are read and the model is made. */
  | {
      readonly kind: 'start';
      readonly recipe: TrainingSetup;
      readonly backend: BackendInfo;
      readonly parameters: number;
      /** The step at which training begins: above 0 when it resumes. */
      readonly step: number;
    }
  /** Reported a few times a second: the loss on the rows of the last step, in nats, and the time left. */
  | {
      readonly kind: 'step';
      readonly step: number;
      readonly loss: number;
      readonly tokensPerSecond: number;
      readonly secondsLeft: number;
    }
  | { readonly kind: 'log'; readonly line: LogLine }
  /** Reported when a snapshot is complete. A snapshot is an ordinary checkpoint. */
  | { readonly kind: 'snapshot'; readonly step: number; readonly path: string };
