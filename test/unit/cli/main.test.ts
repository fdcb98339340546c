import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { interventionKindNames } from '../../../src/shared/interventions/registry';
import { ScratchFolder, modelCircuits, type Outcome } from '../../support/commandLine';
import { fixture, inRepository } from '../../support/fixtures';

const scratch = new ScratchFolder();
afterAll(() => scratch.clear());

const demo = 'media/demo/stories260K';
const gpt2 = 'test/fixtures/goldens/gpt2';

function run(checkpoint: string, ...args: string[]): Promise<Outcome> {
  return modelCircuits(['run', checkpoint, '--backend', 'wasm', '--json', ...args]);
}

/** Expects an empty standard output and one line on standard error that matches. */
function expectInputFault({ code, stdout, stderr }: Outcome, message: string | RegExp): void {
  expect(stderr).toMatch(/^model-circuits: [^\n]+\n$/);
  if (typeof message === 'string') expect(stderr).toBe(`model-circuits: ${message}\n`);
  else expect(stderr).toMatch(message);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
}

/** A copy of a golden folder after `change` has damaged it. */
function damaged(name: string, damage: (folder: string) => void): string {
  const folder = scratch.path(name);
  cpSync(fixture('goldens/gpt2'), folder, { recursive: true });
  damage(folder);
  return folder;
}

const someIds = scratch.file('some.json', '[[1, 2, 3]]');
const someText = scratch.file('text.txt', 'Once upon a time');

describe('a call with wrong arguments', () => {
  it.each([
    [[], 'Usage: model-circuits'],
    [['paint'], "error: unknown command 'paint'"],
    [['run'], "error: missing required argument 'checkpoint'"],
    [['run', demo], 'error: give either --text or --ids'],
    [['run', demo, '--text', 'a', '--ids', 'b'], 'error: give either --text or --ids'],
    [['run', demo, '--text'], "error: option '--text <file>' argument missing"],
    [['run', demo, '--text', 'a', '--start-token', 'maybe'], 'Allowed choices are auto, always, never.'],
    [['run', demo, '--text', 'a', '--backend', 'gpu'], 'Allowed choices are auto, tensorflow, wasm, cpu.'],
    [
      ['run', demo, '--text', 'a', '--ablate', 'L0H0', '--kind', 'half'],
      `Allowed choices are ${interventionKindNames.join(', ')}.`,
    ],
    [
      ['run', demo, '--text', 'a', '--ablate', 'L0H0,induction'],
      '--ablate: "induction" is not a head; write L5H1 or 5.1',
    ],
    [['run', demo, '--text', 'a', '--ablate', ' , '], '--ablate: no heads given'],
    [['run', demo, '--text', 'a', '--verbose'], "error: unknown option '--verbose'"],
    [['describe'], "error: missing required argument 'checkpoint'"],
  ])('ends with code 2 and names the argument: %j', async (args, message) => {
    const { code, stdout, stderr } = await modelCircuits(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('prints help on standard output and ends with code 0', async () => {
    const { code, stdout, stderr } = await modelCircuits(['run', '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const option of [
      '--text',
      '--ids',
      '--start-token',
      '--ablate',
      '--kind',
      '--seed',
      '--backend',
      '--out',
      '--json',
    ]) {
      expect(stdout).toContain(option);
    }
  });
});

describe('a text that cannot be run', () => {
  it.each([
    ['that is empty', () => scratch.file('empty.txt', ''), /empty\.txt: is empty; there is no text to run\.\n$/],
    [
      'that is binary',
      () => scratch.file('binary.bin', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe, 0)),
      /binary\.bin: is not UTF-8 text; only text files can be run\.\n$/,
    ],
    [
      'in Latin-1',
      () => scratch.file('latin.txt', Uint8Array.of(0x63, 0x61, 0x66, 0xe9)),
      /latin\.txt: is not UTF-8 text/,
    ],
    ['that does not exist', () => scratch.path('none.txt'), /none\.txt: cannot be read \(ENOENT\)\.\n$/],
    ['that is a folder', () => scratch.folder, /: is not a file\.\n$/],
    ['that is a device without end', () => '/dev/zero', '/dev/zero: is not a file.'],
  ])('ends the command with code 1 and one line: a text %s', async (_what, file, message) => {
    expectInputFault(await run(demo, '--text', file()), message);
  });

  it('ends the command with code 1 and one line: the model has no tokenizer', async () => {
    const outcome = await run(gpt2, '--text', someText);
    expectInputFault(outcome, /has no tokenizer, so it cannot read text/);
  });

  it('ends the command with code 1 and one line: no start token is known and one is required', async () => {
    const folder = scratch.path('nameless');
    cpSync(demo, folder, { recursive: true });
    for (const file of ['config.json', 'tokenizer_config.json', 'tokenizer.json']) {
      const json = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as object;
      const nothing = {
        bos_token_id: null,
        eos_token_id: null,
        bos_token: null,
        eos_token: null,
        add_bos_token: false,
      };
      writeFileSync(`${folder}/${file}`, JSON.stringify({ ...json, ...nothing, post_processor: null }));
    }
    const always = await run(folder, '--text', someText, '--start-token', 'always');
    expectInputFault(always, /names no start token, so "always" cannot prepend one\.\n$/);
    expect((await run(folder, '--text', someText)).code).toBe(0);
  });
});

describe('ids that cannot be run', () => {
  it.each([
    ['of unequal length', '[[1, 2, 3], [4, 5]]', /ids\.json: all rows must have the same length, at least 1\.\n$/],
    ['in an empty row', '[[]]', /all rows must have the same length, at least 1/],
    ['in no row', '[]', /expected rows of token ids, \[\[1, 2, 3\], \[4, 5, 6\]\]\.\n$/],
    ['in one list', '[1, 2, 3]', /expected rows of token ids/],
    ['that are strings', '[["1"]]', /expected rows of token ids/],
    ['that are not whole', '[[1.5]]', /expected rows of token ids/],
    ['that are negative', '[[-1]]', /expected rows of token ids/],
    ['that are null', '[[null]]', /expected rows of token ids/],
    ['in an object', '{"ids": [[1]]}', /expected rows of token ids/],
    ['in no JSON', '[[1, 2', /is not valid JSON\.\n$/],
    ['in an empty file', '', /is not valid JSON\.\n$/],
    ['beyond the vocabulary', '[[1, 97]]', /Token id 97 is outside the model's vocabulary of 97\.\n$/],
    ['beyond 32 bits', '[[4294967297]]', /expected rows of token ids/],
    [
      'beyond the context',
      JSON.stringify([Array(65).fill(1)]),
      /65 tokens are more than the model's context of 64\.\n$/,
    ],
  ])('end the command with code 1 and one line: ids %s', async (_what, content, message) => {
    expectInputFault(await run(gpt2, '--ids', scratch.file('ids.json', content)), message);
  });

  it('end the command with code 1 and one line: the file does not exist', async () => {
    expectInputFault(await run(gpt2, '--ids', scratch.path('none.json')), /none\.json: cannot be read \(ENOENT\)\.\n$/);
  });

  it('end the command with code 1 and one line: the file has 1 GB', async () => {
    const file = scratch.file('huge.json', '[[1]]');
    truncateSync(file, 2 ** 30);
    expectInputFault(await run(gpt2, '--ids', file), /huge\.json: is larger than 64 MiB\.\n$/);
  });
});

describe('heads that the model does not have', () => {
  it.each([
    ['L3H0', 'There is no head L3H0: the model has 3 layers of 4 heads, counted from 0.'],
    ['L0H0,L1H4', 'There is no head L1H4: the model has 3 layers of 4 heads, counted from 0.'],
    ['0.99', 'There is no head L0H99: the model has 3 layers of 4 heads, counted from 0.'],
  ])('end the command with code 1 and one line: %s', async (heads, message) => {
    expectInputFault(await run(gpt2, '--ids', someIds, '--ablate', heads), message);
  });
});

describe('a checkpoint that cannot be read', () => {
  it.each([
    [
      'that does not exist',
      () => scratch.path('no-model'),
      /no-model: cannot be read \(ENOENT\); it may have been moved or deleted\n$/,
    ],
    ['that is a file', () => someText, /text\.txt: is no file of weights that is read/],
    ['that is a folder without a config.json', () => scratch.folder, /: has no config\.json\n$/],
    [
      'whose weights are cut off',
      () => damaged('cut', folder => truncateSync(`${folder}/model.safetensors`, 30_000)),
      'cut/model.safetensors: ',
    ],
    [
      'whose weights are missing',
      () =>
        damaged('missing', folder => {
          for (const name of ['model', 'golden']) rmSync(`${folder}/${name}.safetensors`);
        }),
      'missing: has no model.safetensors and no model.safetensors.index.json',
    ],
    [
      'of an unknown family',
      () => damaged('bert', folder => writeFileSync(`${folder}/config.json`, '{"model_type": "bert"}')),
      /bert\/config\.json: "model_type" is "bert", an encoder, whose tokens attend in both directions; supported are /,
    ],
    [
      'with NaN for a weight',
      () =>
        damaged('diverged', folder => {
          const weights = readFileSync(`${folder}/model.safetensors`);
          weights.set([0, 0, 0xc0, 0x7f], weights.length - 4);
          writeFileSync(`${folder}/model.safetensors`, weights);
        }),
      /diverged\/model\.safetensors: tensor "transformer\.wte\.weight" holds NaN at index 3103/,
    ],
  ])('ends the command with code 1 and one line: a checkpoint %s', async (_what, make, message) => {
    const checkpoint = make();
    const pattern = typeof message === 'string' ? new RegExp(message.replaceAll('.', '\\.')) : message;
    expectInputFault(await run(checkpoint, '--ids', someIds), pattern);
  });

  it('runs on ids with another model’s tokenizer, and refuses a text with tokens that it lacks', async () => {
    const folder = damaged('mixed', copy => cpSync(`${demo}/tokenizer.json`, `${copy}/tokenizer.json`));
    const outcome = await run(folder, '--ids', someIds);
    expect(outcome.stderr).toBe(
      'mixed/tokenizer.json: transformers 5 reads this tokenizer as GPT2Tokenizer, which has a normalizer, a pre-tokenizer and ' +
        'a model of its own (ByteLevel, BPE). Texts are tokenized as the file says (Prepend, Replace, BPE).\n' +
        "mixed/tokenizer.json: 415 tokens have ids beyond the model's vocabulary of 97; texts that contain them cannot be run.\n",
    );
    expect(outcome.code).toBe(0);
    const text = await run(folder, '--text', someText);
    expect(text.code).toBe(1);
    expect(text.stderr).toMatch(
      /the text contains the token ".+" with id \d+, which is beyond the model's vocabulary of 97/,
    );
  });

  it('fails in describe with the message of run', async () => {
    const folder = damaged('described', copy => truncateSync(`${copy}/model.safetensors`, 30_000));
    expectInputFault(await modelCircuits(['describe', folder, '--json']), /described\/model\.safetensors: tensor/);
    expectInputFault(await modelCircuits(['describe', scratch.path('no-model')]), /cannot be read \(ENOENT\)/);
  });
});

describe('a backend that is not available', () => {
  /** A folder with the bundle alone, as in an extension without the native part. */
  function bundleAlone(): string {
    for (const file of readdirSync(inRepository('dist'))) {
      if (file === 'cli.js' || file.endsWith('.wasm')) cpSync(inRepository('dist', file), scratch.path(`dist/${file}`));
    }
    return scratch.path('dist/cli.js');
  }
  const nowhere = { MODEL_CIRCUITS_TENSORFLOW_PATH: '', NODE_PATH: '' };

  it('ends the command with code 3 if --backend names it', async () => {
    const args = ['run', gpt2, '--backend', 'tensorflow', '--ids', someIds, '--json'];
    const { code, stdout, stderr } = await modelCircuits(args, nowhere, bundleAlone());
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^model-circuits: .*TensorFlow.*\n$/);
  });

  it('is replaced by wasm, with a note, if no option names it', async () => {
    const args = ['run', gpt2, '--ids', someIds, '--json'];
    const { code, stdout, stderr } = await modelCircuits(args, nowhere, bundleAlone());
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ backend: { name: 'wasm' } });
    expect(stderr).toMatch(/^Computing with wasm: [^\n]+\n$/);
  });
});
