import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ScratchFolder, modelCircuits } from '../../support/commandLine';
import { inRepository } from '../../support/fixtures';

const scratch = new ScratchFolder();
afterAll(() => scratch.clear());

const recipe = {
  name: 'toy',
  data: { kind: 'repeat', vocabulary: 16 },
  model: { n_layers: 1, n_heads: 2, d_model: 16, d_head: 8, n_ctx: 64 },
  rowLength: 32,
  batch: 4,
  steps: 6,
  snapshots: { kind: 'log', count: 3, first: 2 },
  logEvery: 3,
};

function recipeFile(name: string, changes: object = {}): string {
  return scratch.file(name, JSON.stringify({ ...recipe, ...changes }));
}

function train(...args: string[]): ReturnType<typeof modelCircuits> {
  return modelCircuits(['train', ...args, '--backend', 'wasm']);
}

describe('model-circuits train', () => {
  it('prints one JSON line for each logged step, and nothing else', async () => {
    const out = scratch.path('json');
    const { code, stdout, stderr } = await train(recipeFile('json.json'), '--out', out, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map(line => (JSON.parse(line) as { step: number }).step)).toEqual([0, 2, 3, 6]);
    expect(readFileSync(join(out, 'log.jsonl'), 'utf8')).toBe(stdout);
    expect(JSON.parse(lines[3] ?? '')).toEqual({
      ...{ step: 6, tokens: 768, learningRate: expect.closeTo(6e-5, 10) as number, weightDecay: 0.01 },
      loss: expect.closeTo(Math.log(17), 1) as number,
      tokensPerSecond: expect.any(Number) as number,
      prefixMatching: expect.any(Number) as number,
    });
  });

  it('prints a table without --json, and writes snapshots that run', async () => {
    const out = scratch.path('table');
    const { code, stdout } = await train(recipeFile('table.json'), '--out', out);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^toy: 1 layer × 2 heads, [\d,]+ parameters, wasm [\d.]+\n\n +step +tokens +loss/);
    expect(stdout).toMatch(/\n +6 +768 +2\.8\d+ /);
    expect(stdout).toMatch(/\nThe run is in .*table\.\n$/);
    const run = await modelCircuits([
      'scores',
      join(out, 'step-000006'),
      '--recipe',
      'prefix_matching',
      '--backend',
      'wasm',
    ]);
    expect(run.stdout).toMatch(/hooked_transformer, 1 layers × 2 heads/);
  });

  it('stops at Ctrl+C, and continues with --resume to the weights of an unbroken run', async () => {
    const long = { steps: 4000, snapshots: { kind: 'linear', every: 4000 }, logEvery: 50 };
    const file = recipeFile('long.json', long);
    const out = scratch.path('long');
    const { code, stderr } = await interruptedAtFirstLine(['train', file, '--out', out, '--backend', 'wasm', '--json']);
    expect(code).toBe(130);
    expect(stderr).toBe(`model-circuits: stopped; continue with: model-circuits train ${file} --out ${out} --resume\n`);
    expect(existsSync(join(out, 'step-004000'))).toBe(false);

    // This run is not finished, because that would take long. test/unit/training/trainRun compares all bytes on a short
    // run.
    const refused = await train(recipeFile('other.json', { ...long, steps: 300 }), '--out', out, '--resume');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/was begun with another setup, whose "steps" is 4000 and not 300\./);
  });

  it.each([
    ['a setup file that does not exist', 'missing.json', [], 1, /missing\.json: cannot be read \(ENOENT\)\.\n$/],
    ['a setup with a fault', recipeFile('fault.json', { steps: -1 }), [], 1, /fault\.json: "steps" is -1, expected a/],
    [
      'nothing to resume',
      recipeFile('fresh.json'),
      ['--resume'],
      1,
      /holds no run\.json, so there is no run to resume\./,
    ],
    [
      'a text file that does not exist',
      recipeFile('text.json', { data: { kind: 'text', path: 'no.txt' } }),
      [],
      1,
      /cannot be read/,
    ],
    ['no setup named', '--json', [], 2, /missing required argument 'setup\.json'/],
  ])('ends with one line: %s', async (_what, file, more, expected, message) => {
    const { code, stdout, stderr } = await train(
      file,
      '--out',
      scratch.path(`out-${expected}-${more.length}`),
      ...more,
    );
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('requires --out', async () => {
    const { code, stderr } = await modelCircuits(['train', recipeFile('no-out.json')]);
    expect(code).toBe(2);
    expect(stderr).toContain("required option '--out <run>' not specified");
  });
});

function interruptedAtFirstLine(args: readonly string[]): Promise<{ code: number; stderr: string }> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [inRepository('dist/cli.js'), ...args]);
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    child.stdout.once('data', () => child.kill('SIGINT'));
    child.on('close', code => resolve({ code: code ?? -1, stderr }));
  });
}
