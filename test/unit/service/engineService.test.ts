import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headIntervention, type Intervention } from '../../../src/shared/interventions/intervention';
import { createEngineService } from '../../../src/service/engineService';
import type { MemoryBudgets } from '../../../src/service/memoryBudget';
import type { EngineContract, LoadedCheckpoint, PassSpec } from '../../../src/shared/contracts/engineContract';
import { memoryPorts } from '../../../src/shared/rpc/memoryPort';
import { connect, serve, type Client } from '../../../src/shared/rpc/rpc';
import type { IntView } from '../../../src/shared/tensorView';
import { testPlaces, testTokenizerModule } from '../../support/backends';
import { fixture, inRepository, largestDifference, readJson } from '../../support/fixtures';
import { changeConfig, copyOf, overwrite, temporaryFolder } from '../../support/temporaryFolder';
import { addedToken } from '../../support/tinyTokenizers';

const demo = inRepository('media/demo/stories260K');

/** The service over a wire in memory, on wasm, which every machine has. */
function engine(budgets?: MemoryBudgets): Client<EngineContract> {
  const [ours, theirs] = memoryPorts();
  serve<EngineContract>(
    theirs,
    createEngineService({
      backend: 'wasm',
      places: testPlaces,
      tokenizerModule: testTokenizerModule,
      storage: { folder: null, untouched: ['/'] },
      ...(budgets ? { budgets } : {}),
    }),
  );
  return connect<EngineContract>(ours);
}

function row(...ids: number[]): IntView {
  return { shape: [1, ids.length], data: Int32Array.from(ids) };
}

function pass({ checkpoint }: LoadedCheckpoint, ids: IntView, ...interventions: Intervention[]): PassSpec {
  return { checkpoint, ids, interventions };
}

const someIds = Array.from({ length: 24 }, (_, i) => (7 * i) % 97);

describe('the demo model', () => {
  const reference = readJson(fixture('goldens/stories260K-reference.json')) as {
    text: string;
    ids: number[];
    argmax: number[];
    logits_last_first16: number[];
    attn_L3_H_max_row_last: number[];
  };

  it('gives the reference’s ids, predictions, logits and attention', async () => {
    const service = engine();
    const loaded = await service.load({ path: demo });
    const tokens = await service.tokenize({ path: demo, text: reference.text, startToken: 'auto' });
    expect(Array.from(tokens.ids)).toEqual(reference.ids);

    const spec = pass(loaded, row(...tokens.ids));
    const { topIds } = await service.run(spec);
    const best = Array.from({ length: tokens.ids.length }, (_, position) => topIds.data[position * 5]);
    expect(best).toEqual(reference.argmax);

    const logits = await service.activation({ pass: spec, name: 'logits' });
    const last = logits.data.slice(-512).slice(0, 16);
    // The reference has five decimals.
    expect(largestDifference(last, Float32Array.from(reference.logits_last_first16))).toBeLessThan(1e-4);

    const pattern = await service.activation({ pass: spec, name: 'blocks.3.attn.hook_pattern' });
    const positions = tokens.ids.length;
    const rowMaxima = Array.from({ length: 8 }, (_, head) => {
      const lastRow = (head * positions + positions - 1) * positions;
      return Math.max(...pattern.data.subarray(lastRow, lastRow + positions));
    });
    expect(
      largestDifference(Float32Array.from(rowMaxima), Float32Array.from(reference.attn_L3_H_max_row_last)),
    ).toBeLessThan(1e-4);
  });

  it('reports its backend', async () => {
    const { backend, facts } = await engine().load({ path: demo });
    expect(backend).toEqual({ name: 'wasm', version: '4.22.0', note: null });
    expect(facts).toMatchObject({
      architecture: 'llama',
      nLayers: 5,
      nHeads: 8,
      nKeyValueHeads: 4,
      parameters: 260032,
    });
  });
});

describe('passes', () => {
  const gpt2 = fixture('goldens/gpt2');

  it('are computed again if their numbers were dropped', async () => {
    // The budget has no room for a second pass, nor for a second model.
    const service = engine({ passes: 1, models: 1 });
    const first = pass(await service.load({ path: gpt2 }), row(...someIds));
    const before = await service.run(first);
    const other = pass(await service.load({ path: fixture('goldens/llama') }), row(...someIds));
    await service.run(other);
    expect(await service.run(first)).toEqual(before);
    const heads = [{ layer: 1, head: 1 }];
    expect(
      (await service.attention({ pass: other, heads, pairValue: 'attention', reduce: 'max' })).weights.positions,
    ).toBe(24);
  });

  it('of a model whose files are gone run from memory', async () => {
    const copy = copyOf(gpt2);
    const service = engine();
    const loaded = await service.load({ path: copy });
    rmSync(copy, { recursive: true });
    const ablation = headIntervention('zero', [{ layer: 0, head: 0 }]);
    await expect(service.run(pass(loaded, row(...someIds), ablation))).resolves.toBeDefined();
    await expect(service.load({ path: copy })).rejects.toMatchObject({
      reason: 'bad-checkpoint',
      message: expect.stringContaining('it may have been moved or deleted') as string,
    });
  });

  it('of weights that were replaced are refused, and a new load reads the new weights', async () => {
    const copy = copyOf(gpt2);
    const service = engine({ passes: 1, models: 1 });
    const old = await service.load({ path: copy });
    overwrite(join(copy, 'model.safetensors'), -4, new Uint8Array(Float32Array.of(0.25).buffer));
    await service.load({ path: fixture('goldens/llama') });
    await expect(service.run(pass(old, row(...someIds)))).rejects.toMatchObject({ reason: 'checkpoint-changed' });
    const fresh = await service.load({ path: copy });
    expect(fresh.checkpoint.weightsId).not.toBe(old.checkpoint.weightsId);
  });

  it('of weights that are replaced while they are read are those of the new file, as a whole', async () => {
    const [copy, other] = [copyOf(gpt2), copyOf(gpt2)];
    const weights = 'model.safetensors';
    overwrite(join(other, weights), -4, new Uint8Array(Float32Array.of(0.25).buffer));
    const { weightsId } = (await engine().load({ path: other })).checkpoint;

    let begun = 0;
    const replace = ({ done }: { done: number }): void => {
      if (done === 0) begun += 1;
      if (done === 0 && begun === 1) renameSync(join(other, weights), join(copy, weights));
    };
    const loaded = await engine().load({ path: copy }, { onReport: replace });
    expect(begun).toBe(2);
    expect(loaded.checkpoint.weightsId).toBe(weightsId);
  });

  it('of weights that are replaced again and again are refused', async () => {
    const copy = copyOf(gpt2);
    const touch = ({ done }: { done: number }): void => {
      if (done === 0) overwrite(join(copy, 'model.safetensors'), -4, new Uint8Array(4));
    };
    await expect(engine().load({ path: copy }, { onReport: touch })).rejects.toMatchObject({
      reason: 'bad-checkpoint',
      message: expect.stringMatching(/changed while it (is|was) read/) as string,
    });
  });

  it('stop if they are cancelled, and the waiting calls run', async () => {
    const service = engine();
    const loaded = await service.load({ path: demo });
    const long = row(...Array.from({ length: 512 }, (_, i) => 3 + (i % 500)));
    const abort = new AbortController();
    const cancelled = service.run(pass(loaded, long), { signal: abort.signal, onReport: () => abort.abort() });
    const next = service.run(pass(loaded, row(1, 403)));
    await expect(cancelled).rejects.toMatchObject({ reason: 'cancelled' });
    await expect(next).resolves.toMatchObject({ lossPerToken: { shape: [1, 1] } });
  });

  it('of one token have no loss, and no mean for an ablation', async () => {
    const service = engine();
    const loaded = await service.load({ path: gpt2 });
    const { lossPerToken, topIds } = await service.run(pass(loaded, row(5)));
    expect(lossPerToken.shape).toEqual([1, 0]);
    expect(topIds.shape).toEqual([1, 1, 5]);
    const ablation = headIntervention('mean', [{ layer: 0, head: 0 }]);
    await expect(service.run(pass(loaded, row(5), ablation))).rejects.toMatchObject({ reason: 'bad-input' });
  });

  it('whose losses are no numbers are refused: finite weights may have products that are not', async () => {
    const copy = copyOf(gpt2);
    // W_E is the last tensor of the file: 97 tokens of width 32.
    overwrite(
      join(copy, 'model.safetensors'),
      -97 * 32 * 4,
      new Uint8Array(new Float32Array(97 * 32).fill(3e38).buffer),
    );
    const service = engine();
    const loaded = await service.load({ path: copy });
    const told = { reason: 'bad-checkpoint', message: expect.stringContaining('not finite numbers') as string };
    await expect(service.run(pass(loaded, row(1, 2, 3)))).rejects.toMatchObject(told);
    await expect(service.losses(pass(loaded, row(1, 2, 3)))).rejects.toMatchObject(told);
  });

  it('too large for the machine are refused before memory is taken', async () => {
    const copy = copyOf(fixture('goldens/hooked/attn_rotary'));
    changeConfig(copy, { n_ctx: 2_000_000 });
    const service = engine();
    const loaded = await service.load({ path: copy });
    // 4 heads of 200,000² scores would take 640 GB.
    const huge = { shape: [1, 200_000], data: new Int32Array(200_000) };
    const told = { reason: 'out-of-memory', message: expect.stringMatching(/needs about .* GB/) as string };
    await expect(service.run(pass(loaded, huge))).rejects.toMatchObject(told);
    const ablation = headIntervention('zero', [{ layer: 0, head: 0 }]);
    await expect(service.losses(pass(loaded, huge, ablation))).rejects.toMatchObject(told);
    await expect(service.thumbnails({ pass: pass(loaded, huge) })).rejects.toMatchObject(told);
  });

  it.each([
    ['an id outside the vocabulary', row(5, 97), null, 'Token id 97 is outside the model’s vocabulary of 97.'],
    [
      'more tokens than the context',
      row(...new Int32Array(65)),
      null,
      '65 tokens are more than the model’s context of 64.',
    ],
    ['no tokens', { shape: [1, 0], data: new Int32Array() }, null, 'There are no tokens to run the model on.'],
    ['a head that the model lacks', row(1, 2), { layer: 3, head: 0 }, 'There is no head L3H0'],
  ])('refuse %s', async (_name, ids, head, message) => {
    const service = engine();
    const loaded = await service.load({ path: gpt2 });
    const interventions = head ? [headIntervention('zero', [head])] : [];
    await expect(service.run(pass(loaded, ids, ...interventions))).rejects.toMatchObject({
      reason: 'bad-input',
      message: expect.stringContaining(message.replaceAll('’', "'")) as string,
    });
  });
});

describe('a sweep over all heads', () => {
  const question = { recipes: ['prefix_matching'], seed: 0, sequences: null, interventions: [] } as const;

  it('gives way to a pass that is asked for meanwhile, and computes the same scores', async () => {
    const alone = engine();
    const { checkpoint } = await alone.load({ path: demo });
    const expected = await alone.scores({ checkpoint, ...question });

    const service = engine();
    const loaded = await service.load({ path: demo });
    let hasEnded = false;
    let firstLayer = (): void => undefined;
    const started = new Promise<void>(resolve => (firstLayer = resolve));
    const swept = service
      .scores({ checkpoint, ...question }, { onReport: ({ kind }) => void (kind === 'layer' && firstLayer()) })
      .finally(() => (hasEnded = true));
    await started;
    await service.run(pass(loaded, row(...someIds)));
    expect(hasEnded).toBe(false);
    expect(await swept).toEqual(expected);
  });

  it('keeps its model in memory while another is loaded, beyond the budget', async () => {
    const service = engine({ passes: 1e9, models: 1 });
    const { checkpoint } = await service.load({ path: demo });
    let firstLayer = (): void => undefined;
    const started = new Promise<void>(resolve => (firstLayer = resolve));
    const swept = service.scores(
      { checkpoint, ...question },
      { onReport: ({ kind }) => void (kind === 'layer' && firstLayer()) },
    );
    await started;
    const other = await service.load({ path: fixture('goldens/llama') });
    expect(other.checkpoint.weightsId).not.toBe(checkpoint.weightsId);
    const { scores } = await swept;
    expect(Object.keys(scores)).toEqual(['prefix_matching']);
  });
});

describe('loading', () => {
  it('gives equal weights the same id, in one file or in shards, and other weights another id', async () => {
    const service = engine();
    const bf16 = await service.load({ path: fixture('goldens/hub_llama_bf16_sharded') });
    const again = await service.load({ path: copyOf(fixture('goldens/hub_llama_bf16_sharded')) });
    const other = await service.load({ path: fixture('goldens/llama') });
    expect(again.checkpoint.weightsId).toBe(bf16.checkpoint.weightsId);
    expect(other.checkpoint.weightsId).not.toBe(bf16.checkpoint.weightsId);
  });

  it('refuses weights that are not finite by the name of the tensor', async () => {
    const copy = copyOf(fixture('goldens/gpt2'));
    overwrite(join(copy, 'model.safetensors'), -4, new Uint8Array(Float32Array.of(NaN).buffer));
    await expect(engine().load({ path: copy })).rejects.toMatchObject({
      reason: 'bad-checkpoint',
      message: expect.stringMatching(/checkpoint\/model\.safetensors: tensor ".+" holds NaN at index \d+/) as string,
    });
  });

  it('takes a tokenizer with a larger vocabulary, and says which texts cannot be run', async () => {
    const copy = copyOf(demo);
    const service = engine();
    const tokenizer = readJson(join(copy, 'tokenizer.json')) as { added_tokens: object[] };
    tokenizer.added_tokens.push(addedToken(512, '<extra>'));
    writeFileSync(join(copy, 'tokenizer.json'), JSON.stringify(tokenizer));
    expect((await service.load({ path: copy })).facts.remarks).toEqual([
      "checkpoint/tokenizer.json: one token has an id beyond the model's vocabulary of 512; texts that contain it cannot be run.",
    ]);
    const tokenize = (text: string): ReturnType<typeof service.tokenize> =>
      service.tokenize({ path: copy, text, startToken: 'auto' });
    expect((await tokenize('One day')).ids.length).toBeGreaterThan(2);
    await expect(tokenize('One <extra> day')).rejects.toMatchObject({
      reason: 'bad-checkpoint',
      message: expect.stringMatching(
        /token "<extra>" with id 512, which is beyond the model's vocabulary of 512/,
      ) as string,
    });
  });

  it('reports progress in tensors', async () => {
    const reports: number[] = [];
    await engine().load({ path: demo }, { onReport: ({ done, total }) => reports.push(done / (total ?? 1)) });
    expect(reports.length).toBeGreaterThan(10);
    expect(reports).toEqual(reports.toSorted((a, b) => a - b));
  });
});

describe('a checkpoint without a tokenizer', () => {
  it('runs no text, and says what to do', async () => {
    const copy = copyOf(demo);
    rmSync(join(copy, 'tokenizer.json'));
    const service = engine();
    const [description] = await service.describe({ paths: [copy] });
    expect(description).toMatchObject({ kind: 'checkpoint', facts: { tokenizer: 'none' } });
    await expect(service.tokenize({ path: copy, text: 'a', startToken: 'auto' })).rejects.toMatchObject({
      reason: 'bad-input',
      message: expect.stringMatching(/Choose one for it .*, or give it token ids/) as string,
    });
  });

  it('reads bytes if the user chooses them', async () => {
    const copy = copyOf(demo);
    rmSync(join(copy, 'tokenizer.json'));
    const service = engine();
    const chosen = { path: copy, tokenizer: 'bytes' };
    const [description] = await service.describe({ paths: [copy], tokenizers: { [copy]: 'bytes' } });
    expect(description).toMatchObject({ facts: { tokenizer: 'chosen' } });
    const { ids, starts, ends } = await service.tokenize({ ...chosen, text: 'é!', startToken: 'auto' });
    expect(Array.from(ids)).toEqual([0xc3, 0xa9, 0x21]);
    expect([...starts, ...ends]).toEqual([0, 0, 1, 1, 1, 2]);
    const { checkpoint, facts } = await service.load(chosen);
    expect([checkpoint.tokenizer, facts.tokenizer]).toEqual(['bytes', 'chosen']);
    const result = await service.run({
      checkpoint,
      ids: { shape: [1, 2], data: Int32Array.of(40, 41) },
      interventions: [],
    });
    // Only ids below 256 are bytes.
    expect(result.topLabels?.map(label => label === '')).toEqual(Array.from(result.topIds.data, id => id > 255));
    expect(await service.decode({ ...chosen, ids: Int32Array.of(40) })).toMatchObject({ texts: ['('] });
  });

  it.each([
    ['a folder', (folder: string) => folder],
    ['a file', (folder: string) => join(folder, 'tokenizer.json')],
    [
      'a file of another name',
      (folder: string) => {
        renameSync(join(folder, 'tokenizer.json'), join(folder, 'mine.json'));
        return join(folder, 'mine.json');
      },
    ],
  ])('reads the tokenizer that the user chooses: %s', async (_what, choose) => {
    const copy = copyOf(demo);
    rmSync(join(copy, 'tokenizer.json'));
    const service = engine();
    const text = { text: 'One day', startToken: 'auto' } as const;
    const own = await service.tokenize({ path: demo, ...text });
    const chosen = { path: copy, tokenizer: choose(copyOf(demo)) };
    expect(await service.tokenize({ ...chosen, ...text })).toEqual(own);
    expect((await service.load(chosen)).facts.tokenizer).toBe('chosen');
  });

  it('says what is wrong with a choice, and still runs ids', async () => {
    const service = engine();
    const notes = join(temporaryFolder(), 'notes.txt');
    writeFileSync(notes, 'no tokenizer');
    const chosen = { path: demo, tokenizer: notes };
    const { facts } = await service.load(chosen);
    expect(facts.remarks).toEqual([expect.stringMatching(/No text can be run: .*notes\.txt: is no tokenizer; choose/)]);
    await expect(service.tokenize({ ...chosen, text: 'a', startToken: 'auto' })).rejects.toMatchObject({
      reason: 'bad-input',
    });
  });

  it.each([
    ['in the folder of the run', 'tokenizer.json', null],
    ['in another snapshot', 'step-2/tokenizer.json', null],
    ['that run.json names', 'shared/tokenizer.json', { version: 1, name: 'mine', tokenizer: 'shared' }],
  ])('takes the tokenizer of its run %s', async (_where, place, run) => {
    const folder = temporaryFolder();
    for (const name of ['step-1', 'step-2']) {
      cpSync(demo, join(folder, name), { recursive: true });
      rmSync(join(folder, name, 'tokenizer.json'));
    }
    if (run) writeFileSync(join(folder, 'run.json'), JSON.stringify(run));
    const path = join(folder, 'step-1');
    const service = engine();
    expect(await service.describe({ paths: [path] })).toMatchObject([{ facts: { tokenizer: 'none' } }]);
    mkdirSync(dirname(join(folder, place)), { recursive: true });
    cpSync(join(demo, 'tokenizer.json'), join(folder, place));
    expect(await service.describe({ paths: [path] })).toMatchObject([
      {
        facts: {
          tokenizer: 'run',
          remarks: [expect.stringMatching(/^Texts are read with the tokenizer of its run: /)],
        },
      },
    ]);
    const text = { text: 'One day', startToken: 'auto' } as const;
    const { ids } = await service.tokenize({ path, ...text });
    expect(ids).toEqual((await service.tokenize({ path: demo, ...text })).ids);
  });

  it('takes no tokenizer of another model in the same folder', async () => {
    const folder = temporaryFolder();
    for (const name of ['one', 'two']) cpSync(demo, join(folder, name), { recursive: true });
    rmSync(join(folder, 'one', 'tokenizer.json'));
    expect(await engine().describe({ paths: [join(folder, 'one')] })).toMatchObject([{ facts: { tokenizer: 'none' } }]);
  });
});

describe('describing a checkpoint', () => {
  it('needs no backend and reports each path by itself', async () => {
    const damaged = copyOf(fixture('goldens/gpt2'));
    writeFileSync(join(damaged, 'model.safetensors'), 'not safetensors at all');
    const paths = [demo, damaged, '/nowhere/at/all', fixture('goldens/hub_pythia_f16')];
    const descriptions = await engine().describe({ paths });
    expect(descriptions.map(({ kind }) => kind)).toEqual(['checkpoint', 'problem', 'problem', 'checkpoint']);
    expect(descriptions[1]).toMatchObject({
      path: damaged,
      message: expect.stringContaining('checkpoint/model.safetensors') as string,
    });
    expect(descriptions[3]).toMatchObject({ facts: { architecture: 'gpt_neox', dtypes: ['F16'] } });
  });
});
