import { asAppError, type AppError } from '../../shared/errors';
import { clientOf } from '../../shared/rpc/rpc';
import type { TrainingContract, TrainParams, TrainReport, TrainResult } from '../../shared/contracts/trainingContract';
import { EngineProcess } from '../engine/engineProcess';

export interface TrainingSessionOptions {
  /** Path of the engine's bundle, which is forked. */
  readonly modulePath: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly onOutput: (line: string) => void;
  readonly onReport: (report: TrainReport) => void;
}

export type TrainingEnd =
  | { readonly kind: 'done'; readonly result: TrainResult }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: AppError };

/** Finishing the current step and saving what training resumes from take less time. */
const stopGraceMs = 15_000;

/** One run of the training process, from its start to its end. */
export class TrainingSession {
  readonly ended: Promise<TrainingEnd>;
  readonly #abort = new AbortController();
  readonly #process: EngineProcess;
  #killTimer: NodeJS.Timeout | undefined;

  constructor(params: TrainParams, { modulePath, environment, onOutput, onReport }: TrainingSessionOptions) {
    this.#process = new EngineProcess(modulePath, 'training', environment, onOutput, () => undefined);
    const { train } = clientOf<TrainingContract>(this.#process.call);
    this.ended = train(params, { signal: this.#abort.signal, onReport })
      .then(
        (result): TrainingEnd => ({ kind: 'done', result }),
        (thrown: unknown): TrainingEnd => {
          const error = asAppError(thrown);
          // Saving at the end can fail, for example on a full disk.
          return error.reason === 'cancelled' ? { kind: 'stopped' } : { kind: 'failed', error };
        },
      )
      .finally(() => this.kill());
  }

  /** Stops after the current step, and saves what training resumes from. */
  stop(): void {
    this.#abort.abort();
    this.#killTimer ??= setTimeout(() => this.#process.kill(), stopGraceMs);
  }

  /** Stops at once. Training resumes from the last save. */
  kill(): void {
    clearTimeout(this.#killTimer);
    this.#process.kill();
  }
}
