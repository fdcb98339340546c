import { describe, expect, it } from 'vitest';
import {
  checkpointNames,
  nameByPath,
  type CheckpointName,
  type NameSources,
} from '../../../src/shared/checkpointNames';

/** A disk with these files. */
function disk(files: Readonly<Record<string, string>>): NameSources {
  return {
    list: folder => {
      const inside = Object.keys(files).filter(path => path.startsWith(`${folder}/`));
      return Promise.resolve([...new Set(inside.map(path => path.slice(folder.length + 1).split('/')[0]!))]);
    },
    readStart: path => Promise.resolve(files[path] ?? null),
  };
}

async function nameOf(path: string, files: Readonly<Record<string, string>> = {}): Promise<CheckpointName> {
  const [name] = await checkpointNames([path], disk(files));
  return name!;
}

describe('a checkpoint that is no snapshot', () => {
  it('is called by its folder or file', async () => {
    expect(await nameOf('/m/gpt2')).toEqual({ name: 'gpt2', title: 'gpt2', run: null, order: null, step: null });
    expect(await nameOf('/m/model_7.pth', { '/m/model_7.pth': '' })).toMatchObject({ name: 'model_7.pth', run: null });
    expect(await nameOf('/m/gpt2/ckpt.pt')).toMatchObject({ name: 'gpt2/ckpt.pt', title: 'gpt2/ckpt.pt' });
    expect(await nameOf('/m/gpt2/checkpoints/weights.safetensors')).toMatchObject({ name: 'gpt2/weights.safetensors' });
  });
});

describe('snapshots in folders', () => {
  it('are of the run around them', async () => {
    expect(await nameOf('/runs/one/checkpoint-500')).toEqual({
      ...{ name: 'checkpoint-500', title: 'one/checkpoint-500', order: 500, step: 500 },
      run: { key: '/runs/one', folder: '/runs/one', name: 'one' },
    });
  });

  it('are of a run that is called by the folder that says more than "checkpoints"', async () => {
    expect((await nameOf('/runs/one/checkpoints/step-5')).run).toMatchObject({
      ...{ name: 'one', folder: '/runs/one/checkpoints' },
    });
  });

  it('are of one run for each stem', async () => {
    const [a, b] = await checkpointNames(['/m/pythia-70m-step1', '/m/pythia-160m-step1'], disk({}));
    expect(a?.run?.name).toBe('pythia-70m');
    expect(b?.run?.name).toBe('pythia-160m');
    expect(a?.run?.key).not.toBe(b?.run?.key);
  });

  it('that count epochs have an order, and no step unless the Trainer wrote it', async () => {
    expect(await nameOf('/r/epoch-3')).toMatchObject({ order: 3, step: null });
    const state = '{"best_global_step": 7, "epoch": 3.0, "global_step": 1200, "log_history": [';
    expect(await nameOf('/r/epoch-3', { '/r/epoch-3/trainer_state.json': state })).toMatchObject({
      order: 3,
      step: 1200,
    });
  });

  it('are found by the state of the Trainer beside other snapshots', async () => {
    const files = { '/r/final/trainer_state.json': '{"global_step": 900}', '/r/checkpoint-500/config.json': '{}' };
    expect(await nameOf('/r/final', files)).toMatchObject({ order: 900, step: 900, run: { key: '/r', name: 'r' } });
    expect(await nameOf('/m/gpt2', { '/m/gpt2/trainer_state.json': '{"global_step": 9}' })).toMatchObject({
      ...{ run: null, step: 9 },
    });
  });

  it('may hold the checkpoint in a file or folder of their own', async () => {
    const [a, b] = await checkpointNames(['/r/step-1/model.pt', '/r/step-20/model.pt'], disk({}));
    expect(a).toMatchObject({ name: 'step-1/model.pt', title: 'r/step-1/model.pt', order: 1, step: 1 });
    expect(b?.run).toEqual(a?.run);
    expect((await nameOf('/r/step-1/draft.gguf')).run).toMatchObject({ name: 'r/draft.gguf' });
  });
});

describe('snapshots in files', () => {
  it('are of the run that the folder or their stem names', async () => {
    expect(await nameOf('/r/out/ckpt_100.pt')).toMatchObject({ step: 100, run: { name: 'r', folder: '/r/out' } });
    const files = { '/m/SoLU_2L_400.pth': '', '/m/SoLU_2L_800.pth': '', '/m/SoLU_2L_final.pth': '' };
    expect(await nameOf('/m/SoLU_2L_400.pth', files)).toMatchObject({
      order: 400,
      step: 400,
      run: { name: 'SoLU_2L' },
    });
    expect(await nameOf('/m/SoLU_2L_final.pth', files)).toMatchObject({ run: null });
  });

  it('whose number without a word is above 10⁹ count tokens, not steps', async () => {
    const files = { '/m/a_2000000000.pth': '', '/m/a_4000000000.pth': '' };
    expect(await nameOf('/m/a_2000000000.pth', files)).toMatchObject({ order: 2e9, step: null });
  });
});

describe('run.json', () => {
  it('names the run and gives steps', async () => {
    const files = { '/r/run.json': '{"name": "My  run\\n", "steps": {"last": 2000, "bad": -1, "worse": "5"}}' };
    expect(await nameOf('/r/step-5', files)).toMatchObject({ title: 'My run/step-5', step: 5, run: { key: '/r' } });
    expect(await nameOf('/r/last', files)).toMatchObject({ title: 'My run/last', order: 2000, step: 2000 });
    expect(await nameOf('/r/bad', files)).toMatchObject({ run: null });
    expect(await nameOf('/r/worse', files)).toMatchObject({ run: null });
  });

  it('overrides the step in a name', async () => {
    const files = { '/r/run.json': '{"steps": {"step-5": 50}}' };
    expect(await nameOf('/r/step-5', files)).toMatchObject({ order: 50, step: 50, run: { name: 'r' } });
  });

  it.each(['[]', '{', 'null', '{"name": 7}'])('that is %s changes nothing', async text => {
    expect(await nameOf('/r/step-5', { '/r/run.json': text })).toEqual(await nameOf('/r/step-5'));
  });
});

describe('a Hugging Face cache', () => {
  const hub = '/hub/models--EleutherAI--pythia-70m';
  const [a, b, c] = ['a1'.repeat(20), 'b2'.repeat(20), 'c3'.repeat(20)] as const;

  it('has one revision, called by its ref', async () => {
    const files = { [`${hub}/refs/main`]: `${a}\n` };
    const title = 'EleutherAI/pythia-70m@main';
    expect(await nameOf(`${hub}/snapshots/${a}`, files)).toEqual({
      ...{ name: title, title, run: null, order: null, step: null },
    });
    expect((await nameOf('/hub/models--gpt2/snapshots/0123456789')).title).toBe('gpt2@0123456');
    expect((await nameOf(`${hub}/snapshots/${a}/sub/x.gguf`, files)).title).toBe(`${title}/sub/x.gguf`);
  });

  it('has revisions in the order of their steps as one run', async () => {
    const files = {
      ...{ [`${hub}/refs/main`]: c, [`${hub}/refs/step143000`]: c, [`${hub}/refs/refs/pr/1`]: 'd4'.repeat(20) },
      ...{ [`${hub}/refs/step1000`]: b, [`${hub}/refs/step0`]: a },
    };
    const names = await checkpointNames(
      [c, b, a, 'd4'.repeat(20)].map(hash => `${hub}/snapshots/${hash}`),
      disk(files),
    );
    expect(names.map(({ name, step }) => [name, step])).toEqual([
      ['step143000', 143_000],
      ['step1000', 1000],
      ['step0', 0],
      ['refs/pr/1', null],
    ]);
    expect(names.map(({ title }) => title)).toContain('EleutherAI/pythia-70m@step1000');
    for (const { run } of names) expect(run).toEqual({ key: hub, folder: hub, name: 'EleutherAI/pythia-70m' });
  });

  it('names a run inside of a revision', async () => {
    const files = { [`${hub}/refs/main`]: a };
    expect(await nameOf(`${hub}/snapshots/${a}/checkpoint-5`, files)).toMatchObject({
      ...{ title: 'EleutherAI/pythia-70m@main/checkpoint-5', step: 5 },
    });
  });
});

describe('a blob of Ollama', () => {
  const digest = '12ab'.repeat(16);
  const manifest = (sha: string): string =>
    JSON.stringify({
      layers: [
        { mediaType: 'application/vnd.ollama.image.license', digest: `sha256:${'0'.repeat(64)}` },
        { mediaType: 'application/vnd.ollama.image.model', digest: `sha256:${sha}` },
      ],
    });
  const blob = `/o/models/blobs/sha256-${digest}`;

  it.each([
    ['registry.ollama.ai/library/llama3.2/1b', 'llama3.2:1b'],
    ['registry.ollama.ai/me/mine/latest', 'me/mine:latest'],
    ['hf.co/org/model-GGUF/Q4_K_M', 'hf.co/org/model-GGUF:Q4_K_M'],
  ])('that %s lists is called %s', async (path, name) => {
    const files = { '/o/models/manifests/registry.ollama.ai/library/other/1': manifest('1'.repeat(64)) };
    expect(await nameOf(blob, { ...files, [`/o/models/manifests/${path}`]: manifest(digest) })).toMatchObject({ name });
  });

  it.each([{}, { '/o/models/manifests/r/l/n/t': '{' }, { '/o/models/manifests/r/l/n/t': '{"layers": [5]}' }])(
    'that no manifest lists is called by its digest: %j',
    async files => {
      expect(await nameOf(blob, files)).toMatchObject({ name: 'sha256-12ab12ab12ab', title: 'sha256-12ab12ab12ab' });
    },
  );
});

it.each(['/r/step-5', '/m/gpt2', '/m/gpt2/ckpt.pt', 'C:\\r\\step-5', '/m/model_7.pth'])(
  'the name of %s is known before the disk is read',
  async path => {
    expect(nameByPath(path)).toEqual(await nameOf(path));
  },
);
