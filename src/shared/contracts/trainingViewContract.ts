import type { ErrorReason } from '../errors';
import { defaultThresholds } from '../headTypes';
import type { Method } from '../rpc/rpc';
import type { SavedFile } from '../savedFile';

/** What the Training view asks of the extension host. */
export interface TrainingHost {
  /** The page is ready to be sent what it shows. */
  readonly ready: Method<null, void>;
  /** Asks the user what to train, and begins. */
  readonly start: Method<null, void>;
  /** Stops training between two steps; `resume` goes on. */
  readonly pause: Method<null, void>;
  readonly resume: Method<null, void>;
  /** Ends the run for good. Its snapshots stay. */
  readonly stop: Method<null, void>;
  /** Makes a snapshot of the run the active checkpoint. */
  readonly useSnapshot: Method<{ readonly step: number }, void>;
}

/** What the extension host sends to the Training view. */
export interface TrainingApp {
  /** Sends the parts that changed. */
  readonly show: Method<Partial<TrainingState>, void>;
  /** The curves as a picture with a caption, or their points as CSV. Throws bad-input before the first point. */
  readonly exportFile: Method<{ readonly format: 'svg' | 'png' | 'csv' }, SavedFile>;
}

export interface TrainingState {
  readonly phase: TrainingPhase;
  /** The run's name; null for none. */
  readonly run: string | null;
  /** Model, data and seed in one line: "2 layers × 4 heads, rotary positions, repeated random tokens, seed 0". */
  readonly summary: string;
  readonly backend: string | null;
  readonly step: number;
  readonly steps: number;
  /** Loss on the rows of the last step, nats; null before the first step. */
  readonly loss: number | null;
  readonly tokensPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** The logged steps, in order. */
  readonly points: readonly TrainingPoint[];
  /** Steps of the snapshots, in order. */
  readonly snapshots: readonly number[];
  /** Step of the snapshot that is the active checkpoint; null if none is. */
  readonly active: number | null;
  /** The user's setting `modelCircuits.heads.prefixMatchingThreshold`: from this score on, a head has a type. */
  readonly prefixMatchingThreshold: number;
}

/** The state before the first run. */
export const noTraining: TrainingState = {
  phase: { kind: 'none' },
  run: null,
  summary: '',
  backend: null,
  step: 0,
  steps: 0,
  loss: null,
  tokensPerSecond: null,
  secondsLeft: null,
  points: [],
  snapshots: [],
  active: null,
  prefixMatchingThreshold: defaultThresholds.prefixMatching,
};

/** A logged step. */
export interface TrainingPoint {
  readonly step: number;
  /** Held-out loss: on rows that are not trained on, nats. */
  readonly loss: number;
  /** The largest score of any head, 0 to 1; null if the context is too short for its rows. */
  readonly prefixMatching: number | null;
}

/**
 * "none": nothing is or was trained in this window. "stopping": the current step still runs. "stopped": the user ended the
 * run before its last step. A run that failed before its first step has nothing to resume from.
 */
export type TrainingPhase =
  | { readonly kind: 'none' | 'starting' | 'running' | 'stopping' | 'paused' | 'stopped' | 'done' }
  | {
      readonly kind: 'failed';
      readonly reason: ErrorReason;
      readonly message: string;
      readonly canResume: boolean;
    };
