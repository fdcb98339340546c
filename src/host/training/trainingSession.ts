import { asAppError, type AppError } from '../../shared/errors';
import { clientOf } from '../../shared/rpc/rpc';
import type { TrainingContract, TrainParams, TrainReport, TrainResult } from '../../shared/contracts/trainingContract';
import { EngineProcess } from '../engine/engineProcess';

export interface TrainingSessionOptions {
  /** The bundle to fork. */
  readonly modulePath: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly onOutput: (line: string) => void;
  readonly onReport: (report: TrainReport) => void;
}

export type TrainingEnd =
  | { readonly kind: 'done'; readonly result: TrainResult }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: AppError };

/** The step that is under way, and saving what training resumes from, take less. */
const stopGraceMs = 15_000;

/** Training in a process of its own, from its start to its end. */
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
          // While it stops, it may still find the disk full.
          return error.reason === 'cancelled' ? { kind: 'stopped' } : { kind: 'failed', error };
        },
      )
      .finally(() => this.kill());
  }

  /** After the step that is under way; what has been trained is saved. */
  stop(): void {
    this.#abort.abort();
    this.#killTimer ??= setTimeout(() => this.#process.kill(), stopGraceMs);
  }

  /** At once. Training resumes from what was saved last. */
  kill(): void {
    clearTimeout(this.#killTimer);
    this.#process.kill();
  }
}
