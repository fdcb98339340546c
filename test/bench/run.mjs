// npm run bench [-- --python PATH] : time and memory of a forward pass, in turn on each backend, beside PyTorch where a
// Python with torch and transformers is given. Ratios are what to quote: the machine is shared.
// @ts-check
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { repository } from '../../src/tools/repository.mjs';

const { values } = parseArgs({ options: { python: { type: 'string' }, runs: { type: 'string', default: '5' } } });
const run = promisify(execFile);
const program = join(repository, '.build', 'bench-forward.cjs');

/** @param {string} command @param {string[]} parameters */
async function measured(command, parameters) {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', TF_ENABLE_ONEDNN_OPTS: '1' };
  const { stdout } = await run(command, parameters, { cwd: repository, env });
  /** @type {{ milliseconds: number, peakMegabytes: number, torch?: string }} */
  const result = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  return result;
}

await build({
  entryPoints: [join(repository, 'test/bench/forward.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  mainFields: ['module', 'main'],
  logLevel: 'error',
});

console.log('GPT-2 small shape, all patterns and the five likeliest tokens, median of', values.runs, 'runs');
console.log('tokens  backend       ms      peak MB  of torch');
for (const tokens of ['128', '512']) {
  const torch = values.python
    ? await measured(values.python, [join(repository, 'test/bench/forward_torch.py'), tokens, values.runs])
    : null;
  const rows = [];
  if (torch) rows.push([`torch ${torch.torch ?? ''}`, torch]);
  for (const backend of ['tensorflow', 'wasm']) {
    rows.push([backend, await measured(process.execPath, [program, backend, tokens, values.runs])]);
  }
  for (const [name, result] of /** @type {[string, { milliseconds: number, peakMegabytes: number }][]} */ (rows)) {
    const ratio = torch ? (result.milliseconds / torch.milliseconds).toFixed(2) : '';
    const cells = [tokens.padStart(6), name.padEnd(12), result.milliseconds.toFixed(0).padStart(6)];
    console.log([...cells, result.peakMegabytes.toFixed(0).padStart(8), ratio.padStart(8)].join('  '));
  }
}
