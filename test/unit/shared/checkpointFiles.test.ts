import { describe, expect, it } from 'vitest';
import {
  checkpointsIn,
  fileFormatOf,
  fingerprintFiles,
  isIgnored,
  isRun,
  isSearched,
  isWatched,
  listedIn,
  partialSnapshotName,
  resultRoot,
  runOf,
  snapshotName,
  stepOf,
  watchedFiles,
} from '../../../src/shared/checkpointFiles';
import { snapshotStep } from '../../../src/shared/numberedNames';

describe('checkpointsIn', () => {
  it.each([
    ['nothing in an empty folder', [], []],
    ['a folder with one weights file', ['model.safetensors'], ['/m']],
    ['a folder with sharded weights', ['model.safetensors.index.json', 'model-00001-of-00002.safetensors'], ['/m']],
    ['a folder of shards without their index, to say so', ['model-00001-of-00002.safetensors', 'config.json'], ['/m']],
    ['a folder whose download has not ended', ['config.json', 'model.safetensors.incomplete'], ['/m']],
    ['an adapter alone, to say so', ['adapter_config.json', 'adapter_model.safetensors'], ['/m']],
    ['an adapter of torch', ['adapter_model.bin'], ['/m']],
    ['a safetensors file of another name', ['config.json', 'weights.safetensors'], ['/m/weights.safetensors']],
    [
      'snapshots that share a config.json',
      ['config.json', 'model-100.safetensors', 'model-200.safetensors'],
      ['/m/model-100.safetensors', '/m/model-200.safetensors'],
    ],
    ['no loose safetensors file without a config.json', ['weights.safetensors'], []],
    ['no safetensors file beside the weights', ['config.json', 'model.safetensors', 'golden.safetensors'], ['/m']],
    ['no optimizer', ['config.json', 'optimizer.safetensors', 'optimizer-1.safetensors', 'training_args.bin'], []],
    ['no states of DeepSpeed', ['zero_pp_rank_0_mp_rank_00_optim_states.pt'], []],
    ['no folder that holds only a config.json', ['config.json', 'README.md'], []],
    ['a folder of pickled weights beside a config.json', ['config.json', 'pytorch_model.bin'], ['/m']],
    ['a folder of pickled shards', ['config.json', 'pytorch_model-00001-of-00002.bin'], ['/m']],
    ['no folder of pickled weights alone', ['pytorch_model.bin'], []],
    ['no folder of other pickles', ['config.json', 'optimizer.bin'], []],
    ['files of torch.save', ['config.json', 'model.pt', 'ckpt_10.pth'], ['/m/model.pt', '/m/ckpt_10.pth']],
    ['no .bin file: its first bytes decide', ['stories15M.bin', 'model.bin', 'training_args.bin', 'tok512.bin'], []],
    ['no state of a Trainer', ['optimizer.pt', 'scheduler.pt', 'scaler.pt', 'rng_state.pth', 'rng_state_0.pth'], []],
    ['every GGUF file', ['a.gguf', 'b.gguf', 'notes.txt'], ['/m/a.gguf', '/m/b.gguf']],
    ['the folder before the GGUF files in it', ['a.gguf', 'model.safetensors'], ['/m', '/m/a.gguf']],
    [
      'the first file of a sharded GGUF',
      ['x-00002-of-00003.gguf', 'x-00001-of-00003.gguf', 'x-00003-of-00003.gguf'],
      ['/m/x-00001-of-00003.gguf'],
    ],
    [
      'a GGUF file whose name only resembles a shard',
      ['x-2-of.gguf', '2-of-3.gguf'],
      ['/m/x-2-of.gguf', '/m/2-of-3.gguf'],
    ],
    ['no file that is named .GGUF in capitals', ['A.GGUF'], []],
  ])('finds %s', (_what, names, expected) => {
    expect(checkpointsIn('/m', names)).toEqual(expected);
  });

  it.each([
    ['/', '/a.gguf'],
    ['C:\\models', 'C:\\models\\a.gguf'],
    ['C:\\', 'C:\\a.gguf'],
    ['\\\\server\\share', '\\\\server\\share\\a.gguf'],
  ])('joins names to the folder %s with its separator', (folder, path) => {
    expect(checkpointsIn(folder, ['a.gguf'])).toEqual([path]);
    expect(listedIn(path)).toBe(folder);
  });
});

describe('the path of a checkpoint', () => {
  it.each([
    ['/m/a.gguf', 'gguf', '/m'],
    ['/m/x-00002-of-00003.gguf', 'gguf', '/m'],
    [`/ollama/models/blobs/sha256-${'0a'.repeat(32)}`, 'gguf', '/ollama/models/blobs'],
    ['/ollama/models/blobs/sha256-0a', null, '/ollama/models/blobs/sha256-0a'],
    ['/m/gpt2', null, '/m/gpt2'],
    ['/m.gguf/gpt2', null, '/m.gguf/gpt2'],
    ['/m/weights.safetensors', 'safetensors', '/m'],
    ['/m/model.safetensors', null, '/m/model.safetensors'],
    [`/m/blobs/sha256-${'a1'.repeat(32)}`, 'gguf', '/m/blobs'],
  ])('%s has the file format %s and is found in the listing of %s', (path, format, folder) => {
    expect(fileFormatOf(path)).toBe(format);
    expect(listedIn(path)).toBe(folder);
  });

  it.each([
    ['/runs/one/step-000350', '/runs/one', 350],
    ['/runs/one/step-000350/', '/runs/one', 350],
    ['/step-5', '/', 5],
    ['step-5', '.', 5],
    ['C:\\runs\\one\\checkpoint-10', 'C:\\runs\\one', 10],
    ['C:\\step-5', 'C:\\', 5],
    ['c:/runs/step512', 'c:/runs', 512],
    ['/runs/one', null, null],
    ['/runs/step-5/model', null, null],
    // A backslash is part of a name on Linux and macOS.
    ['/runs/one\\step-5', null, null],
  ])('%s is a snapshot of the run %s at step %s', (path, run, step) => {
    expect(runOf(path)).toBe(run);
    expect(stepOf(path)).toBe(step);
  });

  it.each([
    ['/runs/one/step-000350', '/runs/one'],
    ['/m/a.gguf', '/m'],
    ['/m/stories15M.bin', '/m'],
    ['/m/gpt2', '/m/gpt2'],
    ['/runs/one/step-5/a.gguf', '/runs/one/step-5'],
    ['/hub/models--o--n/snapshots/9b0f3a1', '/hub/models--o--n'],
    ['/hub/models--o--n/snapshots/9b0f3a1/a.gguf', '/hub/models--o--n'],
    [`/ollama/models/blobs/sha256-${'a1'.repeat(32)}`, '/ollama/models'],
  ])('%s keeps its results in %s', (path, root) => {
    expect(resultRoot(path)).toBe(root);
  });
});

describe('fingerprintFiles', () => {
  it('gives the weights and all JSON files of a folder in sorted order', () => {
    const names = ['tokenizer.json', 'model.safetensors', 'README.md', 'config.json', 'pytorch_model.bin', 'a.gguf'];
    expect(fingerprintFiles(names)).toEqual([
      'config.json',
      'model.safetensors',
      'pytorch_model.bin',
      'tokenizer.json',
    ]);
    expect(fingerprintFiles(names.toReversed())).toEqual(fingerprintFiles(names));
  });
});

it('watchedFiles matches every file of a checkpoint', () => {
  for (const name of ['config.json', 'model.safetensors', 'loose.safetensors', 'a.gguf', 'a.pt', 'a.pth', 'run.json']) {
    expect(isWatched(name)).toBe(true);
  }
  for (const name of ['pytorch_model.bin', 'model.bin', 'sha256-12ab', 'model.safetensors.index.json']) {
    expect(isWatched(name)).toBe(true);
  }
  for (const name of ['notes.txt', 'config.json.bak', 'agguf', '']) expect(isWatched(name)).toBe(false);
  expect(watchedFiles).toMatch(/^\*\*\/\{config\.json,.*,\*\.gguf,.*\}$/);
});

it.each([0, 7, 350, 1_234_567])(
  'a snapshot of step %d has its step in its name, and none before it is complete',
  step => {
    expect(snapshotStep(snapshotName(step))).toBe(step);
    expect(snapshotStep(partialSnapshotName(step))).toBeNull();
  },
);

describe('a folder', () => {
  it.each([
    [['run.json'], true],
    [['step-0', 'notes.txt'], true],
    [['checkpoint-500'], true],
    [['ckpt_100.pt'], true],
    [['loss_step_100.png', 'step-5.txt'], false],
    [['config.json', 'model.safetensors'], false],
    [['.step-000350.partial'], false],
    [[], false],
  ])('with %j is a run: %s', (names, expected) => {
    expect(isRun(names)).toBe(expected);
  });

  it.each([
    ['models', true],
    ['step-5', true],
    ['node_modules', false],
    ['venv', false],
    ['.model-circuits', false],
    ['.step-000350.partial', false],
    ['.cache', false],
  ])('named %s is searched for checkpoints: %s', (name, expected) => {
    expect(isSearched(name)).toBe(expected);
  });
});

describe('a file change', () => {
  it.each([
    ['/w/run/step-5', false],
    ['/w/.cache/model.safetensors', false],
    ['/w/node_modules/x/config.json', true],
    ['/w/run/.model-circuits/results/1/a.json', true],
    ['/w/run/.step-000350.partial', true],
    ['/w/run/.step-000350.partial/model.safetensors', true],
    ['C:\\w\\.git\\index', true],
    ['/w/run/run.json.partial', false],
  ])('at %s is ignored: %s', (path, expected) => {
    expect(isIgnored(path)).toBe(expected);
  });
});
