import { cpSync, readFileSync, readdirSync, truncateSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSafetensorsHeader } from '../../../src/model/formats/safetensors/safetensors';
import { hasTensorflow } from '../../support/backends';
import { ScratchFolder, modelCircuits, type Outcome } from '../../support/commandLine';
import { fixture, largestDifference, openGolden } from '../../support/fixtures';
import { memorySource } from '../../support/memoryFolder';
import { byteLevelJson } from '../../support/tinyTokenizers';

const scratch = new ScratchFolder();
afterAll(() => scratch.clear());

const demo = 'media/demo/stories260K';
const gpt2 = 'test/fixtures/goldens/gpt2';

interface Report {
  readonly checkpoint: string;
  readonly architecture: string;
  readonly backend: { name: string; version: string };
  readonly tokens: { id: number; text: string | null; start: number | null; end: number | null }[][];
  readonly loss: { mean: number | null; perToken: (number | null)[][] };
  readonly ablation: { heads: string[]; kind: string; meanDelta: number | null } | null;
}

/** Parses the one line of JSON that --json prints. Fails for anything else on standard output. */
function reportOf({ code, stdout, stderr }: Outcome): Report {
  expect(stderr.split('\n').filter(line => line.startsWith('model-circuits:'))).toEqual([]);
  expect(code).toBe(0);
  expect(stdout.split('\n')).toHaveLength(2);
  expect(stdout.endsWith('\n')).toBe(true);
  return JSON.parse(stdout) as Report;
}

async function run(checkpoint: string, ...args: string[]): Promise<Report> {
  return reportOf(await modelCircuits(['run', checkpoint, '--backend', 'wasm', '--json', ...args]));
}

interface Written {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly numbers: Float32Array;
}

async function readOut(file: string): Promise<Map<string, Written>> {
  const bytes = readFileSync(file);
  const stored = await readSafetensorsHeader(memorySource(basename(file), bytes));
  return new Map(
    stored.map(({ name, dtype, shape, offset, byteLength }) => {
      const own = Uint8Array.from(bytes.subarray(offset, offset + byteLength)).buffer;
      return [
        name,
        { dtype, shape, numbers: dtype === 'I32' ? Float32Array.from(new Int32Array(own)) : new Float32Array(own) },
      ];
    }),
  );
}

function mean(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? NaN), 0) / values.length;
}

describe('model-circuits run --text', () => {
  const text = 'One day, a café 🙂\r\nwas\topen.\n';
  const file = scratch.file('text.txt', text);
  let report: Promise<Report> | null = null;
  /** The report of a run of the text without further options, shared by all tests that read it. */
  const plain = (): Promise<Report> => (report ??= run(demo, '--text', file));

  it('prints exactly the documented JSON', async () => {
    const report = await plain();
    expect(Object.keys(report)).toEqual(['checkpoint', 'architecture', 'backend', 'tokens', 'loss', 'ablation']);
    expect(report).toMatchObject({ checkpoint: demo, architecture: 'llama', ablation: null });
    expect(report.backend).toEqual({ name: 'wasm', version: '4.22.0' });
    const [tokens] = report.tokens;
    expect(report.tokens).toHaveLength(1);
    expect(tokens!.every(token => Object.keys(token).join() === 'id,text,start,end')).toBe(true);
    expect(tokens![0]).toEqual({ id: 1, text: '<s>', start: null, end: null });
    expect(Object.keys(report.loss)).toEqual(['mean', 'perToken']);
    expect(report.loss.perToken.map(row => row.length)).toEqual([tokens!.length - 1]);
    expect(report.loss.mean).toBeCloseTo(mean(report.loss.perToken[0]!), 6);
  });

  it('prints decoded texts, and UTF-16 offsets that cover every character', async () => {
    const [tokens] = (await plain()).tokens;
    const seen = new Uint8Array(text.length);
    for (const { start, end } of tokens!.slice(1)) seen.fill(1, start!, end!);
    expect(seen.indexOf(0)).toBe(-1);
    expect(tokens!.slice(1).every(token => typeof token.text === 'string')).toBe(true);
    const whole = tokens!.find(({ start, end }) => start !== null && end! - start > 2);
    expect(text.slice(whole!.start!, whole!.end!).trim()).toBe(whole!.text!.trim());
    // A token that is one byte of a character reads U+FFFD and has the offsets of the whole character.
    const parts = tokens!.filter(token => token.text === '\ufffd');
    expect(parts.length).toBeGreaterThan(3);
    for (const { start, end } of parts) expect(['é', '🙂']).toContain(text.slice(start!, end!));
  });

  it('prepends the start token as --start-token says', async () => {
    const auto = await plain();
    const always = await run(demo, '--text', file, '--start-token', 'always');
    const never = await run(demo, '--text', file, '--start-token', 'never');
    expect(always.tokens).toEqual(auto.tokens);
    expect(never.tokens[0]).toEqual(auto.tokens[0]!.slice(1));
    expect(never.loss.perToken[0]).toHaveLength(auto.loss.perToken[0]!.length - 1);
  });

  it('skips a byte-order mark, as editors do', async () => {
    const marked = scratch.file('marked.txt', `\ufeff${text}`);
    expect((await run(demo, '--text', marked)).tokens).toEqual((await plain()).tokens);
  });

  it('runs a text of one token, which has no loss', async () => {
    const report = await run(demo, '--text', scratch.file('one.txt', 'a'), '--start-token', 'never');
    expect(report.tokens).toEqual([[{ id: 261, text: ' a', start: 0, end: 1 }]]);
    expect(report.loss).toEqual({ mean: null, perToken: [[]] });
    const single = await run(gpt2, '--ids', scratch.file('one.json', '[[5]]'));
    expect(single.loss).toEqual({ mean: null, perToken: [[]] });
  });

  it('runs the first tokens that fit the context, and reports the cut beside the result', async () => {
    const long = scratch.file('long.txt', 'Once upon a time there was a dog. '.repeat(300));
    const outcome = await modelCircuits(['run', demo, '--backend', 'wasm', '--json', '--text', long]);
    expect(reportOf(outcome).tokens[0]).toHaveLength(512);
    expect(outcome.stderr).toContain('is longer than the context of 512 tokens; the first 512 are run.');
    const [first] = (await run(demo, '--text', scratch.file('start.txt', 'Once upon a time there was a dog. Once')))
      .tokens;
    expect(reportOf(outcome).tokens[0]!.slice(0, 8)).toEqual(first!.slice(0, 8));
  });

  it('reads only the beginning of a text file of 1 GB', async () => {
    const huge = scratch.file('huge.txt', 'Once upon a time');
    truncateSync(huge, 2 ** 30);
    const started = Date.now();
    const outcome = await modelCircuits(['run', demo, '--backend', 'wasm', '--json', '--text', huge]);
    // This takes a second or two. Tokenizing all of the file would take minutes and might not fit in memory.
    expect(Date.now() - started).toBeLessThan(15_000);
    expect(reportOf(outcome).tokens[0]).toHaveLength(512);
    expect(outcome.stderr).toContain('is longer than the context');
  });

  it('reads further if tokens are long: a token of a rule of dashes has 64 characters', async () => {
    const folder = scratch.path('ruler');
    cpSync(demo, folder, { recursive: true });
    const merges = [1, 2, 4, 8, 16, 32].map(half => ['-'.repeat(half), '-'.repeat(half)] as const);
    scratch.file('ruler/tokenizer.json', JSON.stringify(byteLevelJson(merges)));
    const ruler = scratch.file('ruler.txt', '-'.repeat(64 * 600));
    const [tokens] = (await run(folder, '--text', ruler, '--start-token', 'never')).tokens;
    expect(tokens).toHaveLength(512);
    expect(tokens!.at(-1)).toEqual({ id: 261, text: '-'.repeat(64), start: 64 * 511, end: 64 * 512 });
  });

  it('reports no cut for a text that just fits', async () => {
    const outcome = await modelCircuits(['run', demo, '--backend', 'wasm', '--json', '--text', file]);
    expect(outcome.stderr).toBe('');
  });
});

describe('model-circuits run --ids', () => {
  const rows = [
    [3, 1, 4, 1, 5, 9, 2, 6],
    [2, 7, 1, 8, 2, 8, 1, 8],
  ];
  const file = scratch.file('rows.json', JSON.stringify(rows));

  it('runs each row by itself', async () => {
    const report = await run(gpt2, '--ids', file);
    expect(report.tokens.map(row => row.map(({ id }) => id))).toEqual(rows);
    // The model has 97 ids and no tokenizer, not even one of bytes.
    expect(report.tokens.flat().every(({ text, start, end }) => text === null && start === null && end === null)).toBe(
      true,
    );
    expect(report.loss.perToken.map(row => row.length)).toEqual([7, 7]);
    expect(report.loss.mean).toBeCloseTo(mean(report.loss.perToken.flat()), 6);
    const second = await run(gpt2, '--ids', scratch.file('second.json', JSON.stringify([rows[1]])));
    second.loss.perToken[0]!.forEach((loss, i) => expect(loss).toBeCloseTo(report.loss.perToken[1]![i]!, 4));
  });

  it('decodes ids with the tokenizer, and gives no offsets', async () => {
    const report = await run(demo, '--ids', scratch.file('demo.json', '[[1, 403, 407]]'));
    const [start, end] = [null, null];
    expect(report.tokens).toEqual([
      [
        { id: 1, text: '<s>', start, end },
        { id: 403, text: ' Once', start, end },
        { id: 407, text: ' upon', start, end },
      ],
    ]);
  });

  it('prints the same numbers on the plain JavaScript backend', async () => {
    const wasm = await run(gpt2, '--ids', file);
    const cpu = reportOf(await modelCircuits(['run', gpt2, '--backend', 'cpu', '--json', '--ids', file]));
    expect(cpu.backend.name).toBe('cpu');
    cpu.loss.perToken.flat().forEach((loss, i) => expect(loss).toBeCloseTo(wasm.loss.perToken.flat()[i]!, 4));
  });

  it.skipIf(!hasTensorflow)('prints the same numbers on native TensorFlow, which is the default', async () => {
    const wasm = await run(gpt2, '--ids', file);
    const native = reportOf(await modelCircuits(['run', gpt2, '--json', '--ids', file]));
    expect(native.backend.name).toBe('tensorflow');
    native.loss.perToken.flat().forEach((loss, i) => expect(loss).toBeCloseTo(wasm.loss.perToken.flat()[i]!, 4));
  });
});

describe('model-circuits run --out', () => {
  const layers = [0, 1, 2];
  const shapes = (ablated: boolean): Map<string, unknown> =>
    new Map<string, unknown>([
      ['logits', { dtype: 'F32', shape: [2, 24, 97] }],
      ...layers.flatMap((layer): [string, unknown][] => [
        [`blocks.${layer}.attn.hook_pattern`, { dtype: 'F32', shape: [2, 4, 24, 24] }],
        [`blocks.${layer}.hook_resid_pre`, { dtype: 'F32', shape: [2, 24, 32] }],
      ]),
      ['loss_per_token', { dtype: 'F32', shape: [2, 23] }],
      ['input_ids', { dtype: 'I32', shape: [2, 24] }],
      ...(ablated ? [['clean.loss_per_token', { dtype: 'F32', shape: [2, 23] }] as [string, unknown]] : []),
    ]);

  async function goldenIds(): Promise<{ file: string; ids: Int32Array }> {
    const { data } = await (await openGolden(fixture('goldens/gpt2'))).ids();
    const file = scratch.file('golden.json', JSON.stringify([[...data.subarray(0, 24)], [...data.subarray(24)]]));
    return { file, ids: data };
  }

  it('writes the numbers of the reference under the names of TransformerLens', async () => {
    const golden = await openGolden(fixture('goldens/gpt2'));
    const { file, ids } = await goldenIds();
    const report = await run(gpt2, '--ids', file, '--out', scratch.path('clean.safetensors'));
    const written = await readOut(scratch.path('clean.safetensors'));
    expect(new Map([...written].map(([name, { dtype, shape }]) => [name, { dtype, shape }]))).toEqual(shapes(false));

    expect(Array.from(written.get('input_ids')!.numbers)).toEqual([...ids]);
    const logits = await golden.floats('logits');
    expect(largestDifference(written.get('logits')!.numbers, logits.data)).toBeLessThan(1e-4);
    const losses = await golden.floats('loss_per_token');
    expect(largestDifference(written.get('loss_per_token')!.numbers, losses.data)).toBeLessThan(1e-4);
    const [attentions, hidden] = [await golden.floats('attentions'), await golden.floats('hidden_states')];
    for (const layer of layers) {
      const pattern = attentions.data.subarray(layer * 2 * 4 * 24 * 24, (layer + 1) * 2 * 4 * 24 * 24);
      expect(largestDifference(written.get(`blocks.${layer}.attn.hook_pattern`)!.numbers, pattern)).toBeLessThan(1e-4);
      const stream = hidden.data.subarray(layer * 2 * 24 * 32, (layer + 1) * 2 * 24 * 32);
      expect(largestDifference(written.get(`blocks.${layer}.hook_resid_pre`)!.numbers, stream)).toBeLessThan(1e-4);
    }
    // The report prints the numbers that the file holds.
    const printed = Float32Array.from(report.loss.perToken.flat() as number[]);
    expect(largestDifference(written.get('loss_per_token')!.numbers, printed)).toBe(0);
  });

  it.each([
    ['zero', 'ablated'],
    ['mean', 'mean'],
    ['frozen', 'frozen'],
  ])('writes the changed pass (%s) and the losses of the clean pass', async (kind, set) => {
    const golden = await openGolden(fixture('goldens/gpt2'));
    const { file } = await goldenIds();
    const out = scratch.path(`${kind}.safetensors`);
    const report = await run(gpt2, '--ids', file, '--out', out, '--ablate', '2.1,L0H0', '--kind', kind);
    const written = await readOut(out);
    expect(new Map([...written].map(([name, { dtype, shape }]) => [name, { dtype, shape }]))).toEqual(shapes(true));
    const reference = await golden.floats(`${set}.L0H0,L2H1.logits`);
    expect(largestDifference(written.get('logits')!.numbers, reference.data)).toBeLessThan(1e-4);
    const clean = await golden.floats('loss_per_token');
    expect(largestDifference(written.get('clean.loss_per_token')!.numbers, clean.data)).toBeLessThan(1e-4);

    expect({ ...report.ablation, meanDelta: null }).toEqual({ heads: ['L0H0', 'L2H1'], kind, meanDelta: null });
    const ablatedMean = mean([...written.get('loss_per_token')!.numbers]);
    expect(report.loss.mean).toBeCloseTo(ablatedMean, 5);
    expect(report.ablation!.meanDelta).toBeCloseTo(ablatedMean - mean([...clean.data]), 5);
  });

  it('sets heads to zero without --kind', async () => {
    const { file } = await goldenIds();
    const report = await run(gpt2, '--ids', file, '--ablate', 'L0H0');
    expect(report.ablation!.kind).toBe('zero');
    expect(report).toEqual(await run(gpt2, '--ids', file, '--ablate', '0.0', '--kind', 'zero'));
  });

  it('replaces an older file, and leaves no partial file', async () => {
    const { file } = await goldenIds();
    const out = scratch.file('again.safetensors', 'something older, and longer than nothing');
    await run(gpt2, '--ids', file, '--out', out);
    expect((await readOut(out)).has('logits')).toBe(true);
    const failed = await modelCircuits([
      'run',
      gpt2,
      '--ids',
      file,
      '--out',
      scratch.path('no/such/folder/x.safetensors'),
    ]);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/x\.safetensors: cannot be written \(ENOENT\)\.\n$/);
    expect(readdirSync(scratch.folder).filter(name => name.includes('partial'))).toEqual([]);
  });

  it('writes a pass of one token with no losses', async () => {
    await run(gpt2, '--ids', scratch.file('single.json', '[[7]]'), '--out', scratch.path('single.safetensors'));
    const written = await readOut(scratch.path('single.safetensors'));
    expect(written.get('loss_per_token')).toMatchObject({ shape: [1, 0] });
    expect(written.get('blocks.0.attn.hook_pattern')!.numbers[0]).toBeCloseTo(1, 6);
  });
});

describe('model-circuits without --json', () => {
  it('prints one line for each token, and the mean loss', async () => {
    const file = scratch.file('short.txt', 'a big\tdog\n');
    const outcome = await modelCircuits(['run', demo, '--backend', 'wasm', '--text', file]);
    expect(outcome.code).toBe(0);
    expect(() => JSON.parse(outcome.stdout) as unknown).toThrow();
    const lines = outcome.stdout.split('\n');
    expect(lines[0]).toBe(`${demo}: llama, 5 layers × 8 heads, wasm 4.22.0`);
    expect(lines[2]!.trim().split(/\s+/)).toEqual(['#', 'id', 'loss', 'token']);
    expect(lines[3]!.trim().split(/\s+/)).toEqual(['0', '1', '–', '<s>']);
    expect(outcome.stdout).toMatch(/\n +\d+ +\d+ +\d+\.\d{3} +\S*⇥/);
    expect(outcome.stdout).toMatch(/\n\nmean loss \d+\.\d{4} nats\n$/);
  });

  it('prints the seed and the source of resampled heads', async () => {
    const rows = scratch.file('three.json', '[[1, 2, 3], [4, 5, 6], [7, 8, 9]]');
    const args = (file: string, seed: string): string[] => [
      '--ids',
      file,
      '--ablate',
      'L0H0',
      '--kind',
      'resample',
      '--seed',
      seed,
    ];
    const report = await run(gpt2, ...args(rows, '3'));
    expect(report.ablation).toMatchObject({
      ...{ heads: ['L0H0'], kind: 'resample', seed: 3 },
      description: 'resampled from other rows; mean of 5 draws, seed 3',
    });
    expect((await run(gpt2, ...args(rows, '3'))).loss).toEqual(report.loss);
    expect((await run(gpt2, ...args(rows, '4'))).loss).not.toEqual(report.loss);

    const one = scratch.file('one.json', '[[1, 2, 3, 4]]');
    const { stdout } = await modelCircuits(['run', gpt2, '--backend', 'wasm', ...args(one, '0')]);
    expect(stdout).toContain(
      'without L0H0 (resample): resampled from its own positions, as there is one row; mean of 5 draws, seed 0',
    );
  });

  it('prints the effect of an ablation', async () => {
    const file = scratch.file('two.json', '[[1, 2, 3], [4, 5, 6]]');
    const args = ['run', gpt2, '--backend', 'wasm', '--ids', file, '--ablate', 'L1H2 L0H0', '--kind', 'mean'];
    const { stdout } = await modelCircuits(args);
    expect(stdout).toContain('without L0H0 L1H2 (mean)');
    expect(stdout).toContain('row 1');
    expect(stdout).toMatch(/mean loss \d+\.\d{4} nats, [+−]?\d+\.\d{4} by the ablation\n$/);
  });
});
