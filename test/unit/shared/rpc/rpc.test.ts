import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/shared/errors';
import { ipcPort, isFrame } from '../../../../src/shared/rpc/ipcPort';
import { memoryPorts } from '../../../../src/shared/rpc/memoryPort';
import { connect, serve, type Client, type Frame, type Port } from '../../../../src/shared/rpc/rpc';
import { inRepository } from '../../../support/fixtures';
import { reasonOf, rejection } from '../../../support/rejection';
import { hazardHandlers, thrownReasons, type HazardContract } from '../../../support/rpcContract';

interface Wire {
  readonly client: Client<HazardContract>;
  /** Closes the other end, as a crash or a closed window does. */
  readonly cut: () => void;
}

const folder = mkdtempSync(join(tmpdir(), 'model-circuits-rpc-'));
const childBundle = join(folder, 'child.cjs');
beforeAll(() => {
  buildSync({
    entryPoints: [inRepository('test/support/rpcChild.ts')],
    outfile: childBundle,
    ...{ bundle: true, platform: 'node', format: 'cjs' },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function inMemory(): Wire {
  const [ours, theirs] = memoryPorts();
  serve<HazardContract>(theirs, hazardHandlers());
  return { client: connect<HazardContract>(ours), cut: () => theirs.close() };
}

function overFork(): Wire {
  const child = fork(childBundle, [], { serialization: 'advanced', execArgv: [] });
  children.push(child);
  const ended = new Promise<AppError>(resolve =>
    child.once('exit', code => resolve(new AppError('engine-crashed', `exit code ${code}`))),
  );
  const port = ipcPort(child, listener => void ended.then(listener));
  return { client: connect<HazardContract>(port), cut: () => void child.kill('SIGKILL') };
}

describe.each([
  ['two ports in memory', inMemory],
  ['a forked process', overFork],
])('calls over %s', (_name, open) => {
  it('carry JSON as it is, null for absent', async () => {
    const { client } = open();
    const value = { text: 'é 🙂 \u0000', list: [1, -2.5, [], {}], no: null, yes: true, '': 'empty key' };
    expect(await client.echo(value)).toEqual(value);
    expect(await client.echo(null)).toBeNull();
  });

  it('carry typed arrays as typed arrays, NaN and infinities inside them too', async () => {
    const { client } = open();
    const value = {
      floats: Float32Array.of(1.5, NaN, -Infinity, -0),
      ids: Int32Array.of(-1, 2 ** 31 - 1),
      bytes: Uint8Array.of(0, 255),
      halves: Uint16Array.of(65535),
      none: new Float32Array(),
    };
    expect(await client.echo(value)).toEqual(value);
  });

  it('do not carry the large buffer behind a small view, in either direction', async () => {
    const { client } = open();
    // The buffer has 400 kB. Node's IPC itself returns a view into a small pool.
    const most = 10_000;
    const large = new Float32Array(100_000);
    expect(await client.bufferBytes(large.subarray(10, 20))).toBeLessThan(most);
    const middle = await client.middle(null);
    expect(Array.from(middle)).toEqual([500, 501, 502, 503, 504, 505, 506, 507, 508, 509]);
    expect(middle.buffer.byteLength).toBeLessThan(most);
  });

  it.each(thrownReasons)('reject when a handler throws %s', async (what, reason) => {
    const { client } = open();
    const error = await rejection(client.throws(what));
    expect(error.reason).toBe(reason);
    expect(error.message).not.toBe('');
  });

  it('keep the message of an AppError', async () => {
    const error = await rejection(open().client.throws('an AppError'));
    expect(error.message).toBe('config.json is odd');
  });

  it('reject an unknown method, even one that every object has', async () => {
    const { client } = open();
    const byName = client as unknown as Record<string, (params: unknown) => Promise<unknown>>;
    for (const name of ['noSuchMethod', 'toString', 'constructor', '__proto__', 'hasOwnProperty']) {
      const error = await rejection(byName[name]!(null));
      expect(error).toMatchObject({ reason: 'internal', message: `There is no method "${name}".` });
    }
  });

  it.each(['undefined in a list', 'NaN', 'a Map'] as const)(
    'reject when a handler gives %s, which no wire carries',
    async what => {
      expect(await reasonOf(open().client.gives(what))).toBe('internal');
    },
  );

  it('settle for a handler that returns nothing', async () => {
    await expect(open().client.nothing(null)).resolves.toBeNull();
  });

  it('reject parameters that no wire carries, and leave other calls alone', async () => {
    const { client } = open();
    expect(await reasonOf(client.echo({ x: undefined }))).toBe('internal');
    expect(await client.echo('still here')).toBe('still here');
  });

  it('abort the handler’s signal on a cancel, and reject with cancelled', async () => {
    const { client } = open();
    const abort = new AbortController();
    const reports: string[] = [];
    const call = client.untilCancelled(null, {
      signal: abort.signal,
      onReport(report) {
        reports.push(report);
        abort.abort();
      },
    });
    expect(await rejection(call)).toMatchObject({ reason: 'cancelled', message: 'Cancelled.' });
    expect(reports).toEqual(['waiting']);
    expect(await client.wasCancelled(null)).toBe(true);
  });

  it('reject with cancelled even when the handler finishes all the same', async () => {
    const { client } = open();
    const abort = new AbortController();
    const call = client.ignoresCancel(null, { signal: abort.signal, onReport: () => abort.abort() });
    expect(await reasonOf(call)).toBe('cancelled');
  });

  it('are not sent with a signal that is aborted already', async () => {
    const { client } = open();
    const signal = AbortSignal.abort();
    expect(await reasonOf(client.untilCancelled(null, { signal }))).toBe('cancelled');
    expect(await client.wasCancelled(null)).toBe(false);
  });

  it('report progress in order, all of it before the result', async () => {
    const { client } = open();
    const reports: number[] = [];
    const result = client.counts(100, { onReport: report => reports.push(report) });
    expect(await result.then(text => [text, reports.length])).toEqual(['counted to 100', 100]);
    expect(reports).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  });

  it('get no report of a call that is over', async () => {
    const { client } = open();
    const reports: string[] = [];
    expect(await client.reportsLate(null, { onReport: report => reports.push(report) })).toBe('done');
    await new Promise(resolve => setTimeout(resolve, 30));
    await client.echo(null);
    expect(reports).toEqual([]);
  });

  it('keep 500 calls at the same time apart', async () => {
    const { client } = open();
    const calls = Array.from({ length: 500 }, (_, i) =>
      i % 7 === 0 ? reasonOf(client.throws('an Error')) : client.echo({ i }),
    );
    const expected = Array.from({ length: 500 }, (_, i) => (i % 7 === 0 ? 'internal' : { i }));
    expect(await Promise.all(calls)).toEqual(expected);
  });

  it('all reject when the other end is gone, and so does every later one', async () => {
    const { client, cut } = open();
    await client.echo('up');
    const pending = Array.from({ length: 20 }, () => reasonOf(client.untilCancelled(null)));
    cut();
    const reasons = new Set(await Promise.all(pending));
    expect([...reasons]).toEqual([open === inMemory ? 'closed' : 'engine-crashed']);
    expect(['closed', 'engine-crashed']).toContain(await reasonOf(client.echo('down')));
  });

  it('reject with cancelled when the other end goes after the cancel', async () => {
    const { client, cut } = open();
    const abort = new AbortController();
    await client.echo('up');
    const call = client.untilCancelled(null, { signal: abort.signal });
    abort.abort();
    cut();
    expect(await reasonOf(call)).toBe('cancelled');
  });
});

describe('a forked process that ends by itself', () => {
  it('rejects its calls with the way it ended', async () => {
    const { client } = overFork();
    const waiting = rejection(client.untilCancelled(null));
    expect(await rejection(client.exits(7))).toMatchObject({ reason: 'engine-crashed', message: 'exit code 7' });
    expect((await waiting).reason).toBe('engine-crashed');
  });

  it('ends when its parent disconnects', async () => {
    overFork();
    const [child] = children;
    const ended = new Promise(resolve => child!.once('exit', resolve));
    await new Promise(resolve => child!.once('spawn', resolve));
    child!.disconnect();
    expect(await ended).toBe(0);
  });
});

describe('serving', () => {
  it('aborts running handlers when the caller goes away', async () => {
    const [ours, theirs] = memoryPorts();
    const aborted = new Promise<string>(resolve => {
      serve<Pick<HazardContract, 'untilCancelled'>>(theirs, {
        untilCancelled: (_params, { signal, report }) =>
          new Promise(() => {
            signal.addEventListener('abort', () => resolve('aborted'));
            report('started');
          }),
      });
    });
    const client = connect<HazardContract>(ours);
    const call = client.untilCancelled(null, { onReport: () => ours.close() });
    expect(await reasonOf(call)).toBe('closed');
    expect(await aborted).toBe('aborted');
  });

  it('ignores a cancel of a call that is over or was never made', async () => {
    const { port, sent, receive } = wiredByHand();
    serve<Pick<HazardContract, 'echo'>>(port, { echo: params => Promise.resolve(params) });
    receive({ kind: 'cancel', id: 99 });
    receive({ kind: 'request', id: 1, method: 'echo', params: 'x' });
    await turn();
    receive({ kind: 'cancel', id: 1 });
    expect(sent).toEqual([{ kind: 'result', id: 1, value: 'x' }]);
  });
});

describe('a handler that reports after its result', () => {
  it('sends nothing', async () => {
    const { port, sent, receive } = wiredByHand();
    let late = (): void => undefined;
    serve<Pick<HazardContract, 'reportsLate'>>(port, {
      reportsLate(_params, { report }) {
        late = () => report('too late');
        report('in time');
        return Promise.resolve('done');
      },
    });
    receive({ kind: 'request', id: 1, method: 'reportsLate', params: null });
    await turn();
    late();
    expect(sent.map(frame => frame.kind)).toEqual(['report', 'result']);
  });
});

describe('calling', () => {
  it('ignores answers to calls that it never made, and settles each call once', async () => {
    const { port, sent, receive } = wiredByHand();
    const call = connect<HazardContract>(port).echo('x');
    receive({ kind: 'result', id: 99, value: 'not mine' });
    receive({ kind: 'report', id: 99, value: 'not mine' });
    receive({ kind: 'failure', id: 99, reason: 'internal', message: 'not mine' });
    const [request] = sent;
    receive({ kind: 'result', id: request!.id, value: 'first' });
    receive({ kind: 'failure', id: request!.id, reason: 'internal', message: 'second' });
    expect(await call).toBe('first');
  });

  it('sends one cancel, and none once the call is over', async () => {
    const { port, sent, receive } = wiredByHand();
    const abort = new AbortController();
    const call = connect<HazardContract>(port).echo('x', { signal: abort.signal });
    receive({ kind: 'result', id: sent[0]!.id, value: 'done' });
    await call;
    abort.abort();
    expect(sent.map(frame => frame.kind)).toEqual(['request']);
  });

  it('keeps nothing of a call whose parameters cannot travel', async () => {
    const { port, sent } = wiredByHand();
    const abort = new AbortController();
    expect(await reasonOf(connect<HazardContract>(port).echo(NaN, { signal: abort.signal }))).toBe('internal');
    abort.abort();
    expect(sent).toEqual([]);
  });

  it('gives a client that can be returned from an async function', async () => {
    const [ours] = memoryPorts();
    const client = connect<HazardContract>(ours);
    expect(await Promise.resolve(client)).toBe(client);
  });
});

describe('frames from another process', () => {
  it.each([
    [{ kind: 'result', id: 1, value: null }, true],
    [{ kind: 'cancel', id: 1 }, true],
    [{ kind: 'ready', id: 1 }, false],
    [{ kind: 'result', id: '1' }, false],
    [{ kind: 'result' }, false],
    [{ id: 1 }, false],
    [null, false],
    ['result', false],
    [undefined, false],
  ])('%j is one: %s', (message, expected) => {
    expect(isFrame(message)).toBe(expected);
  });
});

/** A port whose other end the test drives. */
function wiredByHand(): { port: Port; sent: Frame[]; receive: (frame: Frame) => void } {
  const sent: Frame[] = [];
  const listeners: ((frame: Frame) => void)[] = [];
  const port: Port = {
    post: frame => void sent.push(frame),
    onFrame: listener => void listeners.push(listener),
    onClose: () => undefined,
    close: () => undefined,
  };
  return { port, sent, receive: frame => listeners.forEach(listener => listener(frame)) };
}

function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
