import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { EngineClient } from '../../../../src/host/engine/engineClient';
import type { EngineRole } from '../../../../src/shared/engineEnvironment';
import type { PassSpec } from '../../../../src/shared/contracts/engineContract';
import { inRepository } from '../../../support/fixtures';

const bundle = inRepository('dist/engine.js');
const stubborn = inRepository('test/support/stubbornEngine.mjs');
const demo = inRepository('media/demo/stories260K');

interface Watched {
  readonly client: EngineClient;
  readonly restarts: string[];
}

function watchedClient(modulePath = bundle, idleMs = 60_000, role: EngineRole = 'interactive'): Watched {
  const restarts: string[] = [];
  const client = new EngineClient({
    modulePath,
    role,
    environment: () => ({ MODEL_CIRCUITS_BACKEND: 'wasm' }),
    idleMs: () => idleMs,
    onOutput: () => undefined,
    onRestart: how => restarts.push(how),
  });
  onTestFinished(() => client.dispose());
  return { client, restarts };
}

async function demoPass({ engine }: EngineClient, ids: readonly number[]): Promise<PassSpec> {
  const { checkpoint } = await engine.load({ path: demo });
  return { checkpoint, ids: { shape: [1, ids.length], data: Int32Array.from(ids) }, interventions: [] };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setTimeout(resolve, 20));
}

beforeAll(() => {
  if (!existsSync(bundle)) throw new Error('dist/engine.js is missing: npm run build');
});

describe('a real engine process', () => {
  it('starts with the first call and stops after its idle time', async () => {
    const { client } = watchedClient(bundle, 200);
    expect(client.processId).toBeNull();
    await client.engine.describe({ paths: [demo] });
    const pid = client.processId ?? -1;
    expect(isAlive(pid)).toBe(true);
    await until(() => !isAlive(pid));
    expect(client.state).toBe('stopped');
  });

  it('has a lower priority if it scores all heads', async () => {
    const priority = async (role: EngineRole): Promise<number> => {
      const { client } = watchedClient(bundle, 60_000, role);
      await client.engine.describe({ paths: [] });
      return getPriority(client.processId ?? -1);
    };
    expect(await priority('interactive')).toBe(getPriority());
    // A larger number is a lower priority.
    expect(await priority('sweep')).toBeGreaterThanOrEqual(constants.priority.PRIORITY_BELOW_NORMAL);
  });

  it('gives the same numbers after a kill at any moment of its work', async () => {
    const { client, restarts } = watchedClient();
    const spec = await demoPass(client, [1, 403, 407, 261, 378]);
    const reference = await client.engine.run(spec);
    let kills = 0;
    // Kills during start, load and run, and after. A call takes some 300 ms in a fresh process.
    for (const delay of [0, 30, 90, 170, 260]) {
      client.restart();
      const call = client.engine.run(spec);
      await new Promise(resolve => setTimeout(resolve, delay));
      const pid = client.processId;
      if (pid !== null) {
        process.kill(pid, 'SIGKILL');
        kills += 1;
      }
      expect(await call).toEqual(reference);
    }
    expect(kills).toBeGreaterThan(2);
    // One message for each crash, and none if the work was already done.
    expect(restarts.length).toBeLessThanOrEqual(kills);
    expect(new Set(restarts)).toEqual(new Set(['The engine was ended by SIGKILL.']));
  });

  it('is killed if it ignores a cancel, and the next call starts another process', async () => {
    const { client, restarts } = watchedClient(stubborn);
    const spec: PassSpec = {
      checkpoint: { path: demo, weightsId: '' },
      ids: { shape: [1, 1], data: Int32Array.of(1) },
      interventions: [],
    };
    const abort = new AbortController();
    const run = client.engine.run(spec, { signal: abort.signal });
    await until(() => client.processId !== null);
    const pid = client.processId ?? -1;
    abort.abort();
    await expect(run).rejects.toMatchObject({ reason: 'cancelled' });
    await until(() => !isAlive(pid));
    expect(await client.engine.describe({ paths: [] })).toEqual([]);
    // We ended it, so there is nothing to report to the user.
    expect(restarts).toEqual([]);
  });

  it('is not started again after several crashes until the user asks', async () => {
    const { client } = watchedClient(inRepository('test/support/noSuchEngine.mjs'));
    const failures: string[] = [];
    for (let i = 0; i < 4; i++) {
      await client.engine.describe({ paths: [] }).catch((error: unknown) => failures.push(String(error)));
    }
    expect(failures.at(-1)).toContain('is not started again by itself');
    client.restart();
    await expect(client.engine.describe({ paths: [] })).rejects.toMatchObject({ reason: 'engine-crashed' });
  }, 60_000);

  it('ends with its window, however the window ended', async () => {
    const window = fork(inRepository('test/support/windowThatCloses.mjs'), [bundle]);
    const pid = await new Promise<number>(resolve => window.once('message', message => resolve(Number(message))));
    expect(isAlive(pid)).toBe(true);
    window.kill('SIGKILL');
    await until(() => !isAlive(pid));
  });
});
