import type { ErrorReason } from '../errors';
import { defaultThresholds } from '../headTypes';
import type { Method } from '../rpc/rpc';
import type { SavedFile } from '../savedFile';

/** What the Training view asks of the extension host. */
export interface TrainingHost {
  /** The view can be sent what it shows. */
  readonly ready: Method<null, void>;
  /** Asks the person what to train, and begins. */
  readonly start: Method<null, void>;
  /** Stops between two steps, so that it can go on later. */
  readonly pause: Method<null, void>;
  readonly resume: Method<null, void>;
  /** Ends the run where it is. Its snapshots stay. */
  readonly stop: Method<null, void>;
  /** Makes a snapshot of the run the active checkpoint. */
  readonly useSnapshot: Method<{ readonly step: number }, void>;
}

/** What the extension host sends to the Training view. */
export interface TrainingApp {
  /** The parts that changed. */
  readonly show: Method<Partial<TrainingState>, void>;
  /** The curves as a picture with a caption, or their points as a table. */
  readonly exportFile: Method<{ readonly format: 'svg' | 'png' | 'csv' }, SavedFile>;
}

export interface TrainingState {
  readonly phase: TrainingPhase;
  /** The run's name; null for none. */
  readonly run: string | null;
  /** What is trained in one line: "2 layers × 4 heads, repeated random tokens, seed 0". */
  readonly summary: string;
  readonly backend: string | null;
  readonly step: number;
  readonly steps: number;
  /** Of the last step's own rows, nats; null before the first. */
  readonly loss: number | null;
  readonly tokensPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** In step order. */
  readonly points: readonly TrainingPoint[];
  /** Steps of the snapshots written, in order. */
  readonly snapshots: readonly number[];
  /** Step of the snapshot that is the active checkpoint; null where none is. */
  readonly active: number | null;
  /** The user's setting `modelCircuits.heads.prefixMatchingThreshold`: from this score on, a head has a type. */
  readonly prefixMatchingThreshold: number;
}

/** Before anything is trained. */
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
  /** On rows that are not trained on, nats. */
  readonly loss: number;
  /** The largest of any head; null where the context is too short for the probe. */
  readonly prefixMatching: number | null;
}

/**
 * "none": nothing is or was trained in this window. "stopping": the step that is under way ends first. "stopped": ended by
 * the person before its last step. A run that failed before it began has nothing to resume from.
 */
export type TrainingPhase =
  | { readonly kind: 'none' | 'starting' | 'running' | 'stopping' | 'paused' | 'stopped' | 'done' }
  | {
      readonly kind: 'failed';
      readonly reason: ErrorReason;
      readonly message: string;
      readonly canResume: boolean;
    };
