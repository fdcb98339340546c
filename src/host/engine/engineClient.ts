import type { EngineContract } from '../../shared/contracts/engineContract';
import { AppError, asAppError, cancelled } from '../../shared/errors';
import { clientOf, type CallOptions, type Client } from '../../shared/rpc/rpc';
import type { EngineRole } from '../../shared/engineEnvironment';
import { EngineProcess } from './engineProcess';

export type EngineState = 'stopped' | 'idle' | 'busy';

export interface EngineClientOptions {
  /** The path of the bundle to fork. */
  readonly modulePath: string;
  readonly role: EngineRole;
  /** Called at each start, so that a changed setting counts from the next start on. */
  readonly environment: () => Readonly<Record<string, string>>;
  readonly onOutput: (line: string) => void;
  /** Called when the process ended by itself while it had work. The work is done again. */
  readonly onRestart: (how: string) => void;
  /** After this time without calls the process is stopped, which frees its memory. Called each time it becomes idle. */
  readonly idleMs: () => number;
}

/** How long a cancelled call may take to wind down before the process is killed. */
const cancelGraceMs = 2000;
/** The wait before a start, by the number of crashes in the last five minutes. After more crashes there is no start. */
const backOffMs = [0, 0, 500, 2000, 5000];
const crashWindowMs = 5 * 60_000;

/**
 * The engine as a forked process: started by the first call, stopped when idle, restarted after a crash. A call that a
 * crash interrupted is made once more, which is safe because each call carries all that it needs.
 */
export class EngineClient {
  readonly engine: Client<EngineContract> = clientOf((method, params, options) => this.call(method, params, options));
  #process: EngineProcess | null = null;
  #callsRunning = 0;
  #crashTimes: number[] = [];
  #idleTimer: NodeJS.Timeout | null = null;
  #disposed = false;
  #reportedCrash: AppError | null = null;
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

  /** Ends the process. The next call starts a new one with the settings of that time; a running call is made again. */
  stop(): void {
    this.#process?.kill();
    this.#process = null;
    this.fireStateChange();
  }

  /** Stops the process and forgets earlier crashes, because the user asks for another try. */
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
   * Rejects with the engine's reason; with `cancelled`, at most `cancelGraceMs` after the signal; with `engine-crashed`
   * when the process crashed twice during the call.
   */
  private async call(method: string, params: unknown, options: CallOptions<unknown> = {}): Promise<unknown> {
    this.workStarts();
    try {
      return await this.callOnce(method, params, options);
    } catch (thrown) {
      const error = asAppError(thrown);
      if (options.signal?.aborted) throw cancelled();
      if ((error.reason !== 'engine-crashed' && error.reason !== 'closed') || this.#disposed) throw error;
      // A process that we stopped ourselves, for another call or a changed setting, is not reported. All calls of a
      // crashed process end with the same error object, which is reported once.
      if (error.reason === 'engine-crashed' && error !== this.#reportedCrash) {
        this.#reportedCrash = error;
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
    // The engine reads a cancel between two blocks. If it does not come to one in time, its process is killed.
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
    // Another call may have started it during the wait.
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
    // We stopped it, and another one may be running already.
    if (this.#process !== ended) return;
    this.#process = null;
    if (!ended.isKilled) this.#crashTimes.push(Date.now());
    this.fireStateChange();
  }

  private workStarts(): void {
    this.#callsRunning += 1;
    if (this.#idleTimer) clearTimeout(this.#idleTimer);
    this.fireStateChange();
  }

  private workEnds(): void {
    this.#callsRunning -= 1;
    this.fireStateChange();
    if (this.#callsRunning === 0 && !this.#disposed) {
      this.#idleTimer = setTimeout(() => this.stop(), this.options.idleMs());
      this.#idleTimer.unref();
    }
  }

  private fireStateChange(): void {
    for (const listener of this.#stateListeners) listener();
  }
}
