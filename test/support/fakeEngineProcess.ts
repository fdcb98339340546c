import { AppError, cancelled } from '../../src/shared/errors';
import type { CallOptions } from '../../src/shared/rpc/rpc';

interface FakeCall {
  readonly method: string;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: AppError) => void;
}

/** Stands in for a forked process. The test decides its calls and its end. */
export class FakeProcess {
  static readonly started: FakeProcess[] = [];
  static get latest(): FakeProcess {
    return FakeProcess.started.at(-1)!;
  }
  readonly id = 1000 + FakeProcess.started.length;
  readonly calls: FakeCall[] = [];
  isKilled = false;
  hasEnded = false;

  constructor(
    readonly modulePath: string,
    readonly role: string,
    readonly environment: Readonly<Record<string, string>>,
    _onOutput: (line: string) => void,
    private readonly onEnd: (ended: FakeProcess) => void,
  ) {
    FakeProcess.started.push(this);
  }

  readonly call = (method: string, _params: unknown, options?: CallOptions<unknown>): Promise<unknown> =>
    new Promise((resolve, reject) => {
      this.calls.push({ method, signal: options?.signal, resolve, reject });
    });

  kill(): void {
    this.isKilled = true;
    // The exit event comes a little later.
    setTimeout(() => this.end(), 1);
  }

  /** As EngineProcess does: the client hears of the end first, and then each call rejects. */
  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.onEnd(this);
    const error = this.isKilled
      ? new AppError('closed', 'The engine was stopped.')
      : new AppError('engine-crashed', 'The engine was ended by SIGSEGV.');
    for (const { reject, signal } of this.calls) reject(signal?.aborted ? cancelled() : error);
  }
}
