import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Measure } from '../../../../src/service/results/measure';
import { ResultStore } from '../../../../src/service/results/resultStore';
import { temporaryFolder } from '../../../support/temporaryFolder';

interface Loss {
  readonly loss: number;
}

function lossMeasure(version = 1, name = 'held_out_loss'): Measure<Loss> {
  return {
    name,
    version,
    encode: ({ loss }) => [loss],
    decode: stored =>
      Array.isArray(stored) && typeof stored[0] === 'number' && Number.isFinite(stored[0]) ? { loss: stored[0] } : null,
  };
}

const loss = lossMeasure();
const weightsId = 'ab12';
const input = '0123456789abcdef';

/** A run with one snapshot, and a folder for results that cannot stand beside a checkpoint. */
function places(): { run: string; ours: string; on: Parameters<ResultStore['read']>[1]; beside: string } {
  const folder = temporaryFolder();
  const [run, ours] = [join(folder, 'run'), join(folder, 'ours')];
  const path = join(run, 'step-000005');
  mkdirSync(path, { recursive: true });
  return {
    run,
    ours,
    on: { checkpoint: { path, weightsId }, input },
    beside: join(run, '.model-circuits/results/ab12'),
  };
}

function storedFile(folder: string, content: unknown, name = `held_out_loss-v1-${input}.json`): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const whole = { measure: 'held_out_loss', version: 1, weights: weightsId, input, backend: 'wasm', value: [2.5] };

describe('ResultStore', () => {
  it('reads back what it wrote beside the run', async () => {
    const { on, beside } = places();
    const store = new ResultStore({ folder: null, untouched: [] });
    expect(await store.read(loss, on)).toBeNull();
    await store.write(loss, on, { loss: 2.5 }, 'wasm');
    expect(await store.read(loss, on)).toEqual({ loss: 2.5 });
    expect(readdirSync(beside)).toEqual([`held_out_loss-v1-${input}.json`]);
    expect(JSON.parse(readFileSync(join(beside, `held_out_loss-v1-${input}.json`), 'utf8'))).toEqual(whole);
  });

  it('keeps the results out of the repository of the user, who has the last word on that', async () => {
    const { on, run, ours } = places();
    const store = new ResultStore({ folder: ours, untouched: [] });
    await store.write(loss, on, { loss: 2.5 }, 'wasm');
    const ignored = join(run, '.model-circuits/.gitignore');
    expect(readFileSync(ignored, 'utf8')).toBe('*\n');
    writeFileSync(ignored, '!results');
    await store.write(lossMeasure(2), on, { loss: 2.5 }, 'wasm');
    expect(readFileSync(ignored, 'utf8')).toBe('!results');
    rmSync(ignored);
    await store.write(lossMeasure(3), on, { loss: 2.5 }, 'wasm');
    expect(existsSync(ignored)).toBe(false);
    expect(existsSync(ours)).toBe(false);
  });

  it('shares a result among all copies of the same weights, on any backend', async () => {
    const { on, beside } = places();
    storedFile(beside, { ...whole, backend: 'tensorflow' });
    expect(await new ResultStore({ folder: null, untouched: [] }).read(loss, on)).toEqual({ loss: 2.5 });
  });

  it('keeps versions, measures, inputs and weights apart', async () => {
    const { on } = places();
    const store = new ResultStore({ folder: null, untouched: [] });
    await store.write(loss, on, { loss: 2.5 }, 'wasm');
    expect(await store.read(lossMeasure(2), on)).toBeNull();
    expect(await store.read(lossMeasure(1, 'loss'), on)).toBeNull();
    expect(await store.read(loss, { ...on, input: 'fedcba9876543210' })).toBeNull();
    const other = { ...on.checkpoint, weightsId: 'cd34' };
    expect(await store.read(loss, { ...on, checkpoint: other })).toBeNull();
  });

  it.each([
    ['damaged', '{"measure": "held_out_loss", "ver'],
    ['empty', ''],
    ['no object', '[2.5]'],
    ['of another measure', { ...whole, measure: 'other' }],
    ['of another version', { ...whole, version: 2 }],
    ['of other weights', { ...whole, weights: 'cd34' }],
    ['of another input', { ...whole, input: 'fedcba9876543210' }],
    ['one whose value is not the measure’s', { ...whole, value: { loss: 'low' } }],
    ['without a value', { ...whole, value: undefined }],
  ])('ignores a file of the right name if it is %s', async (_what, content) => {
    const { on, beside } = places();
    storedFile(beside, content);
    const store = new ResultStore({ folder: null, untouched: [] });
    expect(await store.read(loss, on)).toBeNull();
    await store.write(loss, on, { loss: 3 }, 'wasm');
    expect(await store.read(loss, on)).toEqual({ loss: 3 });
  });

  it('reads the storage folder if the file beside the run is damaged', async () => {
    const { on, ours, beside } = places();
    storedFile(beside, 'damaged');
    storedFile(join(ours, 'results', weightsId), whole);
    expect(await new ResultStore({ folder: ours, untouched: [] }).read(loss, on)).toEqual({ loss: 2.5 });
  });

  it('writes to the storage folder if it cannot write beside the run', async () => {
    const { run, on, ours } = places();
    // Not even root can write into a file in the folder's place.
    writeFileSync(join(run, '.model-circuits'), '');
    const store = new ResultStore({ folder: ours, untouched: [] });
    await store.write(loss, on, { loss: 2.5 }, 'wasm');
    expect(readdirSync(join(ours, 'results', weightsId))).toEqual([`held_out_loss-v1-${input}.json`]);
    expect(await store.read(loss, on)).toEqual({ loss: 2.5 });
  });

  it('stores nothing and throws nothing if it can write nowhere', async () => {
    const { run, on } = places();
    writeFileSync(join(run, '.model-circuits'), '');
    const store = new ResultStore({ folder: null, untouched: [] });
    await store.write(loss, on, { loss: 2.5 }, 'wasm');
    expect(await store.read(loss, on)).toBeNull();
  });

  it('leaves bundled runs untouched', async () => {
    const { run, on, ours } = places();
    const store = new ResultStore({ folder: ours, untouched: [dirname(run)] });
    await store.write(loss, on, { loss: 2.5 }, 'wasm');
    expect(readdirSync(run)).toEqual(['step-000005']);
    expect(await store.read(loss, on)).toEqual({ loss: 2.5 });
  });

  it('keeps one whole result of two writers', async () => {
    const { on, beside } = places();
    const [one, other] = [0, 1].map(() => new ResultStore({ folder: null, untouched: [] })) as [
      ResultStore,
      ResultStore,
    ];
    const writes = Array.from({ length: 10 }, (_, i) => (i % 2 ? one : other).write(loss, on, { loss: i }, 'wasm'));
    await Promise.all(writes);
    expect(readdirSync(beside)).toHaveLength(1);
    expect((await one.read(loss, on))?.loss).toBeGreaterThanOrEqual(0);
  });
});
