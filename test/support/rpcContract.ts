import type { ErrorReason } from '../../src/shared/errors';
import { AppError } from '../../src/shared/errors';
import type { Handlers, Method } from '../../src/shared/rpc/rpc';

/** A contract of difficult cases, served in memory and in a forked process. */
export interface HazardContract {
  readonly echo: Method<unknown, unknown>;
  /** The length of the buffer behind an array that arrived. */
  readonly bufferBytes: Method<Float32Array, number>;
  /** Ten numbers out of the middle of a larger buffer. */
  readonly middle: Method<null, Float32Array>;
  readonly throws: Method<Thrown, null>;
  readonly gives: Method<'undefined in a list' | 'NaN' | 'a Map', unknown>;
  readonly nothing: Method<null, void>;
  /** Reports once, then waits for the signal and returns how it ended. */
  readonly untilCancelled: Method<null, string, string>;
  readonly ignoresCancel: Method<null, string, string>;
  readonly counts: Method<number, string, number>;
  /** Whether the signal of the last `untilCancelled` was aborted. */
  readonly wasCancelled: Method<null, boolean>;
  readonly reportsLate: Method<null, string, string>;
  readonly exits: Method<number, null>;
}

export type Thrown =
  | 'an AppError'
  | 'an Error'
  | 'an AbortError'
  | 'a string'
  | 'undefined'
  | 'null'
  | 'a symbol'
  | 'a bare object'
  | 'an object whose text throws'
  | 'an Error whose message throws';

export function thrownValue(what: Thrown): unknown {
  switch (what) {
    case 'an AppError':
      return new AppError('bad-input', 'config.json is odd');
    case 'an Error':
      return new TypeError('x is not a function');
    case 'an AbortError':
      return new DOMException('This operation was aborted', 'AbortError');
    case 'a string':
      return 'out of cheese';
    case 'undefined':
      return undefined;
    case 'null':
      return null;
    case 'a symbol':
      return Symbol('why');
    case 'a bare object':
      return Object.create(null);
    case 'an object whose text throws':
      return {
        toString() {
          throw new Error('no text');
        },
      };
    case 'an Error whose message throws':
      return Object.defineProperty(new Error(), 'message', {
        get() {
          throw new Error('no message');
        },
      });
  }
}

export const thrownReasons: readonly (readonly [Thrown, ErrorReason])[] = [
  ['an AppError', 'bad-input'],
  ['an Error', 'internal'],
  ['an AbortError', 'cancelled'],
  ['a string', 'internal'],
  ['undefined', 'internal'],
  ['null', 'internal'],
  ['a symbol', 'internal'],
  ['a bare object', 'internal'],
  ['an object whose text throws', 'internal'],
  ['an Error whose message throws', 'internal'],
];

export function hazardHandlers(): Handlers<HazardContract> {
  let lastSignal: AbortSignal | null = null;
  const later = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 1));
  return {
    echo: params => Promise.resolve(params),
    bufferBytes: params => Promise.resolve(params.buffer.byteLength),
    middle: () => Promise.resolve(Float32Array.from({ length: 100_000 }, (_, i) => i).subarray(500, 510)),
    throws(what) {
      throw thrownValue(what);
    },
    gives: what => Promise.resolve(what === 'NaN' ? NaN : what === 'a Map' ? new Map([[1, 2]]) : [undefined]),
    nothing: () => undefined,
    untilCancelled: (_params, { signal, report }) =>
      new Promise((_resolve, reject) => {
        lastSignal = signal;
        signal.addEventListener('abort', () => reject(new AppError('cancelled', 'wound down')), { once: true });
        report('waiting');
      }),
    async ignoresCancel(_params, { signal, report }) {
      report('working');
      while (!signal.aborted) await later();
      report('still working');
      return 'finished all the same';
    },
    async counts(to, { report }) {
      for (let i = 1; i <= to; i++) {
        if (i % 10 === 0) await later();
        report(i);
      }
      return `counted to ${to}`;
    },
    wasCancelled: () => Promise.resolve(lastSignal?.aborted ?? false),
    reportsLate(_params, { report }) {
      setTimeout(() => report('too late'), 5);
      return Promise.resolve('done');
    },
    exits(code) {
      process.exit(code);
    },
  };
}
