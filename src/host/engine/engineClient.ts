import type { EngineContract } from '../../shared/contracts/engineContract';
import { AppError, asAppError, cancelled } from '../../shared/errors';
import { clientOf, type CallOptions, type Client } from '../../shared/rpc/rpc';
import type { EngineRole } from '../../shared/engineEnvironment';
import { EngineProcess } from './engineProcess';

export type EngineState = 'stopped' | 'idle' | 'busy';

export interface EngineClientOptions {
  /** The bundle to fork. */
  readonly modulePath: string;
  readonly role: EngineRole;
  /** Read at each start, so that a changed setting counts from the next one. */
  readonly environment: () => Readonly<Record<string, string>>;
  readonly onOutput: (line: string) => void;
  /** The process ended by itself while it had work, which is now tried again. */
  readonly onRestart: (how: string) => void;
  /** Without calls for this long it is stopped, and its memory given back. Read each time it becomes idle. */
  readonly idleMs: () => number;
}

/** How long a cancelled call may take to wind down before the process is killed (design decision 2). */
const cancelGraceMs = 2000;
/** Waits before a start, by the number of crashes in the last five minutes. Beyond them there are no more starts. */
const backOffMs = [0, 0, 500, 2000, 5000];
const crashWindowMs = 5 * 60_000;

/**
 * The engine as a forked process: started with the first call, stopped when idle, restarted after a crash. Every call
 * carries the spec of what it asks for, so one that a crash cut off is simply made again, once.
 */
export class EngineClient {
  readonly engine: Client<EngineContract> = clientOf((method, params, options) => this.call(method, params, options));
  #process: EngineProcess | null = null;
  #callsRunning = 0;
  #crashTimes: number[] = [];
  #idleTimer: NodeJS.Timeout | null = null;
  #disposed = false;
  #toldCrash: AppError | null = null;
  readonly #stateListeners = new Set<() => void>();

  constructor(private readonly options: EngineClientOptions) {}

  get state(): EngineState {
    return this.#callsRunning > 0 ? 'busy' : this.#process ? 'idle' : 'stopped';
  }

  onDidChangeState(listener: () => void): { dispose(): void } {
    this.#stateListeners.add(listener);
    return { dispose: () => void this.#stateListeners.delete(listener) };
  }

  get processId(): number | null {
    return this.#process?.id ?? null;
  }

  /** Ends the process. The next call, and any that is running, starts a new one with the settings as they are then. */
  stop(): void {
    this.#process?.kill();
    this.#process = null;
    this.tellState();
  }

  /** Stops it and forgets earlier crashes: the person asks for another try. */
  restart(): void {
    this.#crashTimes = [];
    this.stop();
  }

  dispose(): void {
    this.#disposed = true;
    if (this.#idleTimer) clearTimeout(this.#idleTimer);
    this.stop();
  }

  /**
   * Rejects with the engine's own reasons; with `cancelled` at the latest `cancelGraceMs` after the signal; with
   * `engine-crashed` when the process ended twice over the same call.
   */
  private async call(method: string, params: unknown, options: CallOptions<unknown> = {}): Promise<unknown> {
    this.workStarts();
    try {
      return await this.callOnce(method, params, options);
    } catch (thrown) {
      const error = asAppError(thrown);
      if (options.signal?.aborted) throw cancelled();
      if ((error.reason !== 'engine-crashed' && error.reason !== 'closed') || this.#disposed) throw error;
      // Stopped for another call's sake, or for a changed setting, is nobody's concern.
      // All calls of a process end with the same error: it is told once.
      if (error.reason === 'engine-crashed' && error !== this.#toldCrash) {
        this.#toldCrash = error;
        this.options.onRestart(error.message);
      }
      return await this.callOnce(method, params, options);
    } finally {
      this.workEnds();
    }
  }

  private async callOnce(method: string, params: unknown, options: CallOptions<unknown>): Promise<unknown> {
    const engine = await this.started();
    const kill: { timer?: NodeJS.Timeout } = {};
    // A computation that does not come to its next block in time is ended with its process.
    const startTimer = (): void => void (kill.timer = setTimeout(() => engine.kill(), cancelGraceMs));
    options.signal?.addEventListener('abort', startTimer, { once: true });
    try {
      return await engine.call(method, params, options);
    } finally {
      options.signal?.removeEventListener('abort', startTimer);
      clearTimeout(kill.timer);
    }
  }

  private async started(): Promise<EngineProcess> {
    if (this.#process) return this.#process;
    const since = Date.now() - crashWindowMs;
    this.#crashTimes = this.#crashTimes.filter(time => time > since);
    const wait = backOffMs[this.#crashTimes.length];
    if (wait === undefined) {
      throw new AppError(
        'backend-unavailable',
        `The engine ended ${this.#crashTimes.length} times within five minutes and is not started again by itself. Its output is in the Model Circuits log.`,
      );
    }
    await new Promise(resolve => setTimeout(resolve, wait));
    if (this.#disposed) throw new AppError('closed', 'The window was closed.');
    // Another call may have started it meanwhile.
    this.#process ??= new EngineProcess(
      this.options.modulePath,
      this.options.role,
      this.options.environment(),
      this.options.onOutput,
      ended => this.processEnded(ended),
    );
    return this.#process;
  }

  private processEnded(ended: EngineProcess): void {
    // Stopped by us, and perhaps another is running by now.
    if (this.#process !== ended) return;
    this.#process = null;
    if (!ended.isKilled) this.#crashTimes.push(Date.now());
    this.tellState();
  }

  private workStarts(): void {
    this.#callsRunning += 1;
    if (this.#idleTimer) clearTimeout(this.#idleTimer);
    this.tellState();
  }

  private workEnds(): void {
    this.#callsRunning -= 1;
    this.tellState();
    if (this.#callsRunning === 0 && !this.#disposed) {
      this.#idleTimer = setTimeout(() => this.stop(), this.options.idleMs());
      this.#idleTimer.unref();
    }
  }

  private tellState(): void {
    for (const listener of this.#stateListeners) listener();
  }
}
