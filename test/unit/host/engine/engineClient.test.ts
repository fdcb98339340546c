import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineClient, type EngineClientOptions } from '../../../../src/host/engine/engineClient';
import { AppError, cancelled } from '../../../../src/shared/errors';
import type { CallOptions } from '../../../../src/shared/rpc/rpc';
import { FakeProcess } from '../../../support/fakeEngineProcess';
import { reasonOf, rejection } from '../../../support/rejection';

vi.mock('../../../../src/host/engine/engineProcess', async () => ({
  EngineProcess: (await import('../../../support/fakeEngineProcess')).FakeProcess,
}));

const restarts: string[] = [];
let client: EngineClient;
let environment = { MODEL_CIRCUITS_BACKEND: 'wasm' };

function newClient(more: Partial<EngineClientOptions> = {}): EngineClient {
  return new EngineClient({
    modulePath: '/dist/engine.js',
    role: 'interactive',
    environment: () => environment,
    onOutput: () => undefined,
    onRestart: how => restarts.push(how),
    idleMs: () => 60_000,
    ...more,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeProcess.started.splice(0);
  restarts.splice(0);
  environment = { MODEL_CIRCUITS_BACKEND: 'wasm' };
  client = newClient();
});
afterEach(() => {
  client.dispose();
  vi.useRealTimers();
});

const describeOne = (options: CallOptions<never> = {}): Promise<unknown> =>
  client.engine.describe({ paths: ['/model'] }, options);

/** Lets pending promises settle and this many milliseconds pass. */
const pass = (milliseconds = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

describe('the engine process', () => {
  it('starts with the first call, and has a state', async () => {
    const states: string[] = [];
    client.onDidChangeState(() => states.push(client.state));
    expect([client.state, client.processId]).toEqual(['stopped', null]);
    const call = describeOne();
    await pass();
    expect(FakeProcess.started).toHaveLength(1);
    expect(FakeProcess.latest).toMatchObject({ modulePath: '/dist/engine.js', role: 'interactive', environment });
    expect(client.state).toBe('busy');
    FakeProcess.latest.calls[0]!.resolve(['facts']);
    expect(await call).toEqual(['facts']);
    expect([client.state, client.processId]).toEqual(['idle', FakeProcess.latest.id]);
    expect(states).toEqual(['busy', 'idle']);
  });

  it('is the same for calls that are made at the same time', async () => {
    void Promise.allSettled([describeOne(), describeOne(), describeOne()]);
    await pass();
    expect(FakeProcess.started).toHaveLength(1);
    expect(FakeProcess.latest.calls.map(({ method }) => method)).toEqual(['describe', 'describe', 'describe']);
  });

  it('ends after a time without calls, and starts again with the next call', async () => {
    const call = describeOne();
    await pass();
    FakeProcess.latest.calls[0]!.resolve([]);
    await call;
    await pass(59_000);
    expect(client.state).toBe('idle');
    await pass(2_000);
    expect(client.state).toBe('stopped');
    expect(FakeProcess.latest.isKilled).toBe(true);
    void describeOne().catch(() => undefined);
    await pass();
    expect(FakeProcess.started).toHaveLength(2);
    expect(restarts).toEqual([]);
  });

  it('does not end while a long call runs', async () => {
    void describeOne().catch(() => undefined);
    await pass(10 * 60_000);
    expect(client.state).toBe('busy');
    expect(FakeProcess.latest.isKilled).toBe(false);
  });

  it('starts with the settings of that time', async () => {
    void describeOne().catch(() => undefined);
    await pass();
    environment = { MODEL_CIRCUITS_BACKEND: 'cpu' };
    client.restart();
    await pass(2);
    expect(FakeProcess.latest.environment).toEqual({ MODEL_CIRCUITS_BACKEND: 'cpu' });
  });
});

describe('a crash of the engine process', () => {
  it('is reported, and a new process does the work again', async () => {
    const call = describeOne();
    await pass();
    FakeProcess.latest.end();
    await pass();
    expect(restarts).toEqual(['The engine was ended by SIGSEGV.']);
    expect(FakeProcess.started).toHaveLength(2);
    FakeProcess.latest.calls[0]!.resolve(['after all']);
    expect(await call).toEqual(['after all']);
  });

  it('that happens twice during one call rejects the call', async () => {
    const call = rejection(describeOne());
    await pass();
    FakeProcess.latest.end();
    await pass();
    FakeProcess.latest.end();
    expect(await call).toMatchObject({ reason: 'engine-crashed', message: 'The engine was ended by SIGSEGV.' });
    expect(client.state).toBe('stopped');
  });

  it('is not reported if there was no work', async () => {
    const call = describeOne();
    await pass();
    FakeProcess.latest.calls[0]!.resolve([]);
    await call;
    FakeProcess.latest.end();
    await pass();
    expect([client.state, client.processId, restarts.length]).toEqual(['stopped', null, 0]);
  });

  it('starts no more processes after five in five minutes, until the user asks or time has passed', async () => {
    // Each call takes two: the crash and the crash of its second try.
    for (let crash = 0; crash < 5; crash++) {
      const call = rejection(describeOne());
      for (let wait = 0; wait < 4 && client.state === 'busy'; wait++) {
        await pass(5_000);
        if (!FakeProcess.latest.hasEnded) FakeProcess.latest.end();
        await pass();
      }
      await call;
      if (FakeProcess.started.length >= 5) break;
    }
    expect(FakeProcess.started).toHaveLength(5);
    const refused = await rejection(describeOne());
    expect(refused.reason).toBe('backend-unavailable');
    expect(refused.message).toContain('ended 5 times within five minutes');
    expect(FakeProcess.started).toHaveLength(5);

    client.restart();
    const again = describeOne();
    await pass();
    expect(FakeProcess.started).toHaveLength(6);
    FakeProcess.latest.calls[0]!.resolve(['up']);
    expect(await again).toEqual(['up']);
  });

  it('makes the next start wait longer each time', async () => {
    const startTimes: number[] = [];
    const begin = Date.now();
    void rejection(describeOne());
    await pass();
    for (let crash = 0; crash < 3; crash++) {
      startTimes.push(Date.now() - begin);
      const before = FakeProcess.started.length;
      FakeProcess.latest.end();
      await pass();
      if (client.state !== 'busy') void rejection(describeOne());
      while (FakeProcess.started.length === before) await pass(100);
    }
    // First try, second at once, third after 0.5 s.
    expect(startTimes[1]).toBe(0);
    expect(startTimes[2]).toBeGreaterThanOrEqual(500);
  });

  it('is forgotten after five minutes', async () => {
    for (let life = 0; life < 6; life++) {
      const call = describeOne();
      await pass(10);
      FakeProcess.latest.calls[0]!.resolve([]);
      await call;
      FakeProcess.latest.end();
      await pass(6 * 60_000);
    }
    expect(FakeProcess.started).toHaveLength(6);
  });
});

describe('a cancel', () => {
  it('that is obeyed in time leaves the process running', async () => {
    const abort = new AbortController();
    const call = reasonOf(describeOne({ signal: abort.signal }));
    await pass();
    abort.abort();
    await pass(1_900);
    FakeProcess.latest.calls[0]!.reject(cancelled());
    expect(await call).toBe('cancelled');
    await pass(5_000);
    expect(FakeProcess.latest.isKilled).toBe(false);
  });

  it('that is not obeyed within two seconds kills the process and rejects the call', async () => {
    const abort = new AbortController();
    const call = reasonOf(describeOne({ signal: abort.signal }));
    await pass();
    abort.abort();
    await pass(1_990);
    expect(FakeProcess.latest.isKilled).toBe(false);
    await pass(20);
    expect(FakeProcess.latest.isKilled).toBe(true);
    expect(await call).toBe('cancelled');
    expect(restarts).toEqual([]);
  });

  it('that kills the process has its other calls made again, without a report', async () => {
    const abort = new AbortController();
    const stubborn = reasonOf(describeOne({ signal: abort.signal }));
    const other = client.engine.tokenize({ path: '/model', text: 'x', startToken: 'auto' });
    await pass();
    abort.abort();
    await pass(2_010);
    expect(await stubborn).toBe('cancelled');
    await pass();
    expect(FakeProcess.started).toHaveLength(2);
    expect(FakeProcess.latest.calls.map(({ method }) => method)).toEqual(['tokenize']);
    FakeProcess.latest.calls[0]!.resolve('tokens');
    expect(await other).toBe('tokens');
    expect(restarts).toEqual([]);
  });

  it('does not count as a crash', async () => {
    for (let round = 0; round < 8; round++) {
      const abort = new AbortController();
      const call = reasonOf(describeOne({ signal: abort.signal }));
      await pass();
      abort.abort();
      await pass(2_010);
      expect(await call).toBe('cancelled');
    }
    expect(FakeProcess.started).toHaveLength(8);
  });

  it('during a crash rejects with cancelled, and the call is not made again', async () => {
    const abort = new AbortController();
    const call = reasonOf(describeOne({ signal: abort.signal }));
    await pass();
    abort.abort();
    FakeProcess.latest.end();
    expect(await call).toBe('cancelled');
    await pass(5_000);
    expect(FakeProcess.started).toHaveLength(1);
  });
});

describe('disposing the client', () => {
  it('ends the process and its calls', async () => {
    const call = reasonOf(describeOne());
    await pass();
    client.dispose();
    await pass(5);
    expect(FakeProcess.latest.isKilled).toBe(true);
    expect(await call).toBe('closed');
    expect(FakeProcess.started).toHaveLength(1);
  });

  it('during the wait for a start prevents the start', async () => {
    const call = reasonOf(describeOne());
    client.dispose();
    await pass(10_000);
    expect(await call).toBe('closed');
    expect(FakeProcess.started).toHaveLength(0);
  });

  it('rejects later calls', async () => {
    client.dispose();
    const call = reasonOf(describeOne());
    await pass(10_000);
    expect(await call).toBe('closed');
    expect(FakeProcess.started).toHaveLength(0);
  });
});

describe('errors of the input', () => {
  it('reject the call, which is not made again', async () => {
    const call = rejection(describeOne());
    await pass();
    FakeProcess.latest.calls[0]!.reject(new AppError('bad-checkpoint', 'config.json: is odd'));
    expect(await call).toMatchObject({ reason: 'bad-checkpoint', message: 'config.json: is odd' });
    expect(FakeProcess.latest.calls).toHaveLength(1);
    expect(client.state).toBe('idle');
  });
});
