import { cpSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { TokenizerFactsCache, type TokenizerFacts } from '../../../src/service/tokenizerFacts';
import { inRepository } from '../../support/fixtures';
import { temporaryFolder } from '../../support/temporaryFolder';

let run: string;
let computed: string[];
let cache: TokenizerFactsCache;

beforeEach(() => {
  run = temporaryFolder();
  computed = [];
  cache = new TokenizerFactsCache();
});

/** A snapshot with the tokenizer of the bundled demo. */
function snapshot(step: number): string {
  const folder = join(run, `step-${step}`);
  mkdirSync(folder);
  for (const file of ['config.json', 'tokenizer.json', 'model.safetensors']) {
    cpSync(inRepository('media/demo/stories260K', file), join(folder, file));
  }
  return folder;
}

function factsOf(path: string, problem: string | null = null): Promise<TokenizerFacts> {
  return cache.get({ path }, 'tokenizer.json', () => {
    computed.push(path);
    const name = path.split('/').at(-1);
    return Promise.resolve({ kind: 'tokenizer.json', remarks: [`${name}/tokenizer.json: is odd.`], problem });
  });
}

it('computes the facts of equal files once, and names each checkpoint in its own remark', async () => {
  const [first, second] = [snapshot(10), snapshot(20)];
  expect((await factsOf(first)).remarks).toEqual(['step-10/tokenizer.json: is odd.']);
  expect((await factsOf(second)).remarks).toEqual(['step-20/tokenizer.json: is odd.']);
  await factsOf(first);
  expect(computed).toEqual([first]);
});

it('computes again when a file of the tokenizer, or the config, has changed', async () => {
  const path = snapshot(10);
  await factsOf(path);
  writeFileSync(join(path, 'tokenizer_config.json'), '{}');
  await factsOf(path);
  writeFileSync(join(path, 'config.json'), '{"vocab_size": 3}');
  await factsOf(path);
  expect(computed).toHaveLength(3);
});

it('does not compute again when the weights alone have changed', async () => {
  const path = snapshot(10);
  await factsOf(path);
  utimesSync(join(path, 'model.safetensors'), 1, 1);
  await factsOf(path);
  expect(computed).toHaveLength(1);
});

it('keeps no problem: the machine may have been short of memory', async () => {
  const path = snapshot(10);
  expect((await factsOf(path, 'it took too long')).problem).toBe('it took too long');
  expect((await factsOf(path)).problem).toBeNull();
});

/** A snapshot without a tokenizer of its own. */
function bareSnapshot(step: number): string {
  const folder = join(run, `step-${step}`);
  mkdirSync(folder);
  for (const file of ['config.json', 'model.safetensors']) {
    cpSync(inRepository('media/demo/stories260K', file), join(folder, file));
  }
  return folder;
}

function factsOfRun(path: string, kind: 'run' | 'none'): Promise<TokenizerFacts> {
  return cache.get({ path }, 'none', () => {
    computed.push(path);
    return Promise.resolve({ kind, remarks: [], problem: null });
  });
}

it('computes the facts of a tokenizer in the folder of the run once for all its snapshots', async () => {
  cpSync(inRepository('media/demo/stories260K/tokenizer.json'), join(run, 'tokenizer.json'));
  const [first, second] = [bareSnapshot(10), bareSnapshot(20)];
  await factsOfRun(first, 'run');
  await factsOfRun(second, 'run');
  expect(computed).toEqual([first]);
});

it('looks again for a missing tokenizer, and for one that run.json may name elsewhere', async () => {
  const path = bareSnapshot(10);
  await factsOfRun(path, 'none');
  await factsOfRun(path, 'none');
  expect(computed).toHaveLength(2);
  writeFileSync(join(run, 'run.json'), '{"tokenizer": "../elsewhere"}');
  await factsOfRun(path, 'run');
  await factsOfRun(path, 'run');
  expect(computed).toHaveLength(4);
});
