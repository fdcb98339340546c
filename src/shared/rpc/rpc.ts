import { AppError, asAppError, cancelled, type ErrorReason } from '../errors';
import { toWire } from './wire';

/**
 * What a method takes, returns (`void`: nothing) and reports while it runs. A contract is an interface of such methods,
 * written once; the caller's and the handler's types are derived from it.
 */
export interface Method<Params, Result, Report = never> {
  readonly params: Params;
  readonly result: Result;
  readonly report: Report;
}

export interface CallContext<Report> {
  /** Aborted when the caller cancels or goes away. */
  readonly signal: AbortSignal;
  readonly report: (value: Report) => void;
}

export interface CallOptions<Report> {
  readonly signal?: AbortSignal;
  readonly onReport?: (value: Report) => void;
}

export type Handlers<Contract> = {
  readonly [Name in keyof Contract]: Contract[Name] extends Method<infer Params, infer Result, infer Report>
    ? (params: Params, context: CallContext<Report>) => Promise<Result> | Result
    : never;
};

export type Client<Contract> = {
  readonly [Name in keyof Contract]: Contract[Name] extends Method<infer Params, infer Result, infer Report>
    ? (params: Params, options?: CallOptions<Report>) => Promise<Result>
    : never;
};

/**
 * The five messages. The receiver checks `method`. A handler checks a value before it keeps it, since nothing else makes
 * sure that the other end has sent what the contract says.
 */
export type Frame =
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly reason: ErrorReason; readonly message: string }
  | { readonly kind: 'report'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

/** One end of a wire: a forked process, a webview, or an in-memory pair. */
export interface Port {
  post(frame: Frame): void;
  onFrame(listener: (frame: Frame) => void): void;
  /** The listener is called once, when the other end is gone. */
  onClose(listener: (error: AppError) => void): void;
  close(): void;
}

/** Answers requests of the other end. Every failure, even an unknown method, rejects the call there. */
export function serve<Contract>(port: Port, handlers: Handlers<Contract>): void {
  const running = new Map<number, AbortController>();
  const byName = new Map<string, (params: unknown, context: CallContext<unknown>) => Promise<unknown>>(
    Object.entries(handlers),
  );

  const answer = async (id: number, name: string, params: unknown): Promise<void> => {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      const handler = byName.get(name);
      if (!handler) throw new AppError('internal', `There is no method "${name}".`);
      const report = (value: unknown): void => {
        if (running.has(id)) port.post({ kind: 'report', id, value: toWire(value) });
      };
      // A method without a result resolves with undefined, which does not travel.
      const value = (await handler(params, { signal: abort.signal, report })) ?? null;
      port.post({ kind: 'result', id, value: toWire(value) });
    } catch (thrown) {
      const { reason, message } = asAppError(thrown);
      port.post({ kind: 'failure', id, reason, message });
    } finally {
      running.delete(id);
    }
  };

  port.onFrame(frame => {
    if (frame.kind === 'request') void answer(frame.id, frame.method, frame.params);
    else if (frame.kind === 'cancel') running.get(frame.id)?.abort();
  });
  port.onClose(() => {
    for (const abort of running.values()) abort.abort();
  });
}

interface PendingCall {
  resolve(value: unknown): void;
  reject(error: AppError): void;
  report(value: unknown): void;
}

/** A call by the name of its method, without the types of a contract. */
export type Call = (method: string, params: unknown, options?: CallOptions<unknown>) => Promise<unknown>;

/** After a cancel these mean that it was obeyed, or that the other end is gone. Any other failure is reported. */
const endsOfCancelled: ReadonlySet<ErrorReason> = new Set(['cancelled', 'closed', 'engine-crashed']);

/**
 * Calls methods of the other end. Every call settles, at the latest when the port closes. A cancelled call rejects when its
 * handler has ended, with `cancelled` or with the error of the handler, so that the caller sees whether it was obeyed.
 */
export function callsOver(port: Port): Call {
  const pending = new Map<number, PendingCall>();
  let nextId = 1;
  let closed: AppError | null = null;

  port.onFrame(frame => {
    const call = pending.get(frame.id);
    if (!call) return;
    if (frame.kind === 'report') {
      call.report(frame.value);
    } else if (frame.kind === 'result') {
      pending.delete(frame.id);
      call.resolve(frame.value);
    } else if (frame.kind === 'failure') {
      pending.delete(frame.id);
      call.reject(new AppError(frame.reason, frame.message));
    }
  });
  port.onClose(error => {
    closed = error;
    for (const call of pending.values()) call.reject(error);
    pending.clear();
  });

  return (method, params, { signal, onReport } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled());
      if (closed) return reject(closed);
      let sent: unknown;
      try {
        sent = toWire(params);
      } catch (thrown) {
        return reject(asAppError(thrown));
      }
      const id = nextId++;
      const cancel = (): void => port.post({ kind: 'cancel', id });
      const settle = (): void => signal?.removeEventListener('abort', cancel);
      signal?.addEventListener('abort', cancel, { once: true });
      pending.set(id, {
        resolve(value) {
          settle();
          if (signal?.aborted) reject(cancelled());
          else resolve(value);
        },
        reject(error) {
          settle();
          reject(signal?.aborted && endsOfCancelled.has(error.reason) ? cancelled() : error);
        },
        report: value => onReport?.(value),
      });
      port.post({ kind: 'request', id, method, params: sent });
    });
}

/** The methods of a contract. A proxy, because a contract is a type and its names do not exist at run time. */
export function clientOf<Contract>(call: Call): Client<Contract> {
  return new Proxy({} as Client<Contract>, {
    get: (_target, method) =>
      // Not `then`: JavaScript takes an object with that method for a promise.
      typeof method === 'string' && method !== 'then'
        ? (params: unknown, options?: CallOptions<unknown>) => call(method, params, options)
        : undefined,
  });
}

export function connect<Contract>(port: Port): Client<Contract> {
  return clientOf(callsOver(port));
}
