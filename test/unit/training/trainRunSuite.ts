import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BackendName } from '../../../src/shared/contracts/engineContract';
import { startTestBackend } from '../../support/backends';
import { ScratchFolder } from '../../support/commandLine';
import { readJson } from '../../support/fixtures';
import { filesOf, logOf, oneLayer, trainUntil } from '../../support/trainedRun';

/** The files of a run, which are the same to the bit however often the run was stopped and resumed. */
export function runSuite(backend: BackendName): void {
  const scratch = new ScratchFolder();
  afterAll(() => scratch.clear());

  const unbroken = scratch.path('unbroken');

  describe('a run', () => {
    beforeAll(async () => {
      await startTestBackend(backend);
      const before = tf.memory().numTensors;
      await trainUntil(unbroken, oneLayer, null);
      expect(tf.memory().numTensors).toBe(before);
    });

    it('has the documented layout', () => {
      expect(readdirSync(unbroken).toSorted()).toEqual(
        ['log.jsonl', 'resume', 'run.json', 'step-000000', 'step-000006', 'step-000012'].toSorted(),
      );
      expect(readJson(join(unbroken, 'run.json'))).toEqual({
        version: 1,
        name: 'toy',
        recipe: JSON.parse(JSON.stringify(oneLayer)) as object,
        seed: 0,
        tokenizer: null,
        tokensPerStep: 128,
      });
      expect(readJson(join(unbroken, 'step-000006/training.json'))).toEqual({
        ...{ version: 1, step: 6, tokens: 768, learningRate: 1e-3, weightDecay: 0.01 },
        loss: expect.closeTo(2.83, 1) as number,
      });
      expect(logOf(unbroken).map(line => (line as { step: number }).step)).toEqual([0, 3, 6, 9, 12]);
    });

    it('gives the same bytes each time', async () => {
      const again = scratch.path('again');
      await trainUntil(again, oneLayer, null);
      expect(filesOf(again)).toEqual(filesOf(unbroken));
      expect(logOf(again)).toEqual(logOf(unbroken));
    });

    it.each([
      ['at a snapshot', 6],
      ['between two', 3],
      ['before the first update', 0],
    ])('gives the same bytes if it is stopped %s and resumed', async (_where, step) => {
      const path = scratch.path(`stopped-${step}`);
      await trainUntil(path, oneLayer, step);
      expect(existsSync(join(path, 'step-000012'))).toBe(false);
      const reports = await trainUntil(path, oneLayer, null, true);
      expect(reports[0]).toMatchObject({ kind: 'start', step: step + 1 });
      expect(filesOf(path)).toEqual(filesOf(unbroken));
      expect(logOf(path)).toEqual(logOf(unbroken));
    });

    it('loses in a crash only the part that was being written', async () => {
      const path = scratch.path('crashed');
      await trainUntil(path, oneLayer, 9);
      // As after a kill during a write: half a snapshot, a cut log line, and log lines after the saved state.
      mkdirSync(join(path, '.step-000012.partial'));
      writeFileSync(join(path, '.step-000012.partial/model.safetensors'), 'half');
      writeFileSync(join(path, 'resume/state.safetensors.partial'), 'half');
      const log = readFileSync(join(path, 'log.jsonl'), 'utf8');
      writeFileSync(join(path, 'log.jsonl'), `${log}{"step":11,"tokens":1408}\n{"step":12,"tok`);
      await trainUntil(path, oneLayer, null, true);
      expect(filesOf(path)).toEqual(filesOf(unbroken));
      expect(logOf(path)).toEqual(logOf(unbroken));
      expect(readdirSync(path)).not.toContain('.step-000012.partial');
    });

    it('starts again if no state was saved', async () => {
      const path = scratch.path('early');
      cpSync(unbroken, path, { recursive: true });
      for (const name of ['resume', 'step-000006', 'step-000012']) rmSync(join(path, name), { recursive: true });
      await trainUntil(path, oneLayer, null, true);
      expect(filesOf(path)).toEqual(filesOf(unbroken));
    });

    it('does not start again if that would lose snapshots, and leaves other files alone', async () => {
      const path = scratch.path('copied');
      cpSync(unbroken, path, { recursive: true });
      const state = join(path, 'resume/state.safetensors');
      rmSync(state);
      await expect(trainUntil(path, oneLayer, null, true)).rejects.toThrow(
        /holds step-\d+ but no resume\/state.safetensors/,
      );
      mkdirSync(state);
      await expect(trainUntil(path, oneLayer, null, true)).rejects.toThrow(
        'state.safetensors: cannot be read (EISDIR)',
      );
      expect(readdirSync(path).toSorted()).toEqual(readdirSync(unbroken).toSorted());

      rmSync(path, { recursive: true });
      await trainUntil(path, oneLayer, 6);
      const others = ['checkpoint-2000', 'step512', 'notes.partial'];
      for (const name of others) mkdirSync(join(path, name));
      await trainUntil(path, oneLayer, null, true);
      expect(readdirSync(path)).toEqual(expect.arrayContaining(others));
    });
  });
}
