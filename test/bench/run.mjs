// npm run bench [-- --python PATH] [--only forward|train|load] [--checkpoint PATH]: measures time and memory of a forward
// pass, of a training step and of loading a checkpoint on each backend, the first two also in PyTorch if PATH is a Python
// with torch and transformers. Compare the ratios to PyTorch and not the times, which depend on the machine and its load.
// @ts-check
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { repository } from '../../src/tools/repository.mjs';

const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    runs: { type: 'string', default: '5' },
    steps: { type: 'string', default: '30' },
    only: { type: 'string' },
    checkpoint: { type: 'string', default: 'media/demo/stories260K' },
  },
});
const run = promisify(execFile);

/** @typedef {{ milliseconds: number, peakMegabytes: number, weightsMegabytes?: number, torch?: string }} Measured */

/** @param {string} command @param {string[]} parameters */
async function measured(command, parameters) {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', TF_ENABLE_ONEDNN_OPTS: '1' };
  const { stdout } = await run(command, parameters, { cwd: repository, env });
  /** @type {Measured} */
  const result = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  return result;
}

/** @param {string} name The name of a file in this folder. @returns {Promise<string>} The path of the bundled program. */
async function built(name) {
  const outfile = join(repository, '.build', `bench-${name}.cjs`);
  await build({
    entryPoints: [join(repository, 'test/bench', `${name}.ts`)],
    outfile,
    ...{ bundle: true, platform: 'node', format: 'cjs', mainFields: ['module', 'main'], logLevel: 'error' },
  });
  return outfile;
}

/**
 * Measures a program on PyTorch and on each backend, and prints one line for each.
 * @param {string} name The name of the program and of its Python counterpart.
 * @param {string[]} parameters
 * @param {string} label
 */
async function compare(name, parameters, label) {
  const program = await built(name);
  const twin = join(repository, 'test/bench', `${name}_torch.py`);
  const torch = values.python ? await measured(values.python, [twin, ...parameters]) : null;
  /** @type {[string, Measured][]} */
  const rows = torch ? [[`torch ${torch.torch ?? ''}`, torch]] : [];
  for (const backend of ['tensorflow', 'wasm']) {
    rows.push([backend, await measured(process.execPath, [program, backend, ...parameters])]);
  }
  for (const [backend, result] of rows) {
    const ratio = torch ? (result.milliseconds / torch.milliseconds).toFixed(2) : '';
    const cells = [label.padStart(6), backend.padEnd(12), result.milliseconds.toFixed(1).padStart(7)];
    console.log([...cells, result.peakMegabytes.toFixed(0).padStart(8), ratio.padStart(8)].join('  '));
  }
}

if (!values.only || values.only === 'forward') {
  console.log(
    'Forward pass, shape of GPT-2 small, all patterns and the five likeliest tokens, median of',
    values.runs,
    'runs',
  );
  console.log('tokens  backend            ms   peak MB  of torch');
  for (const tokens of ['128', '512']) await compare('forward', [tokens, values.runs], tokens);
}
if (!values.only || values.only === 'train') {
  console.log('\nTraining step, 2 layers, d_model 64, 4 heads, 32 rows of 64 tokens, median of', values.steps, 'steps');
  console.log('        backend            ms   peak MB  of torch');
  await compare('train', [values.steps], '');
}
if (!values.only || values.only === 'load') {
  const program = await built('load');
  console.log('\nLoading', values.checkpoint);
  console.log('backend            ms  weights MB   peak MB  of weights');
  for (const backend of ['tensorflow', 'wasm']) {
    const {
      milliseconds,
      peakMegabytes,
      weightsMegabytes = NaN,
    } = await measured(process.execPath, [program, backend, values.checkpoint]);
    const figures = [milliseconds.toFixed(0).padStart(7), weightsMegabytes.toFixed(0).padStart(10)];
    const ratio = (peakMegabytes / weightsMegabytes).toFixed(2).padStart(10);
    console.log([backend.padEnd(12), ...figures, peakMegabytes.toFixed(0).padStart(8), ratio].join('  '));
  }
}
