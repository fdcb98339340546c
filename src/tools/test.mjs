// @ts-check
// `npm test`: goes from a fresh clone to the last line, `N passed, N failed`.
// Before the packages are installed only Node's own modules can be imported, so other modules are imported later.
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { secondsSince } from './progress.mjs';

/**
 * The result of a stage. Type check and lint count as one test each.
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/** @param {string[]} chosen names of stages; none means all */
async function test(chosen) {
  await ensureInstalled();
  const { stages } = await import('./testStages.mjs');
  const unknown = chosen.find(name => !(name in stages));
  if (unknown) throw new Error(`No stage is called "${unknown}". Choose from: ${Object.keys(stages).join(', ')}.`);
  const { setupTensorflow } = await import('./setupTensorflow.mjs');
  await setupTensorflow();
  await build();

  /** @type {Counts} */
  const total = { passed: 0, failed: 0, skipped: 0 };
  const summaries = [];
  for (const [name, run] of Object.entries(stages)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    console.log(`\n=== ${name}`);
    const start = performance.now();
    const counts = await run().catch(asFailure);
    summaries.push(`${counts.failed > 0 ? 'FAILED' : 'ok    '} ${name.padEnd(10)} ${secondsSince(start)}`);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  console.log(`\n${summaries.join('\n')}\n`);
  return total;
}

/**
 * Counts what could not run as one failed test.
 * @param {unknown} error
 * @returns {Counts}
 */
function asFailure(error) {
  console.error(error instanceof Error ? error.message : error);
  return { passed: 0, failed: 1, skipped: 0 };
}

const { values: options, positionals } = parseArgs({ options: { full: { type: 'boolean' } }, allowPositionals: true });
// Tests that take minutes run only with this variable.
if (options.full) process.env['MODEL_CIRCUITS_FULL_TESTS'] = '1';
const total = await test(positionals).catch(asFailure);
if (total.skipped > 0)
  console.log(`${total.skipped} skipped: what needs models that are not here, and npm run test:full`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
