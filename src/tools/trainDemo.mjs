// @ts-check
// `npm run train:demo`: trains the runs in media/demo again, in about half an hour with native TensorFlow. After a stop it
// goes on: finished runs stay in .build/demo, and an unfinished run resumes.
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from './build.mjs';
import { runCommand } from './command.mjs';
import { checkMainRun, checkPhaseChange, sampleText } from './demo/checks.mjs';
import { readme } from './demo/readme.mjs';
import { mainRun, setupOf, runNames } from './demo/setups.mjs';
import { repository } from './repository.mjs';

/** If no seed of this many works, the setup is wrong and not the seed. */
const seeds = 5;
const largestBytes = 25e6;
const demo = join(repository, 'media', 'demo');

/** @param {string} folder of one seed @param {string} name @param {number} seed */
async function train(folder, name, seed) {
  const run = join(folder, name);
  const setup = JSON.stringify(setupOf(name, seed), null, 2);
  const isBegun = existsSync(join(run, 'run.json'));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.json`), setup);
  const program = join(repository, 'dist', 'cli.js');
  const args = ['train', join(folder, `${name}.json`), '--out', run, ...(isBegun ? ['--resume'] : [])];
  await runCommand(process.execPath, [program, ...args], { visible: true });
  return run;
}

/** @param {string} folder @param {number} seed */
async function trainAll(folder, seed) {
  const checks = [...(await checkMainRun(await train(folder, mainRun, seed), sampleText(repository)))];
  show(checks);
  if (!checks.every(({ holds }) => holds)) return checks;
  for (const name of runNames) {
    const some = await checkPhaseChange(name, await train(folder, name, seed));
    show(some);
    checks.push(...some);
    if (!some.every(({ holds }) => holds)) break;
  }
  return checks;
}

/** @param {readonly import('./demo/checks.mjs').Check[]} checks */
function show(checks) {
  for (const { claim, value, holds } of checks) console.log(`${holds ? 'holds ' : 'FAILS '} ${claim}: ${value}`);
}

/** Copies the runs to media/demo, without the files that only training needs. @param {string} folder */
async function publish(folder) {
  for (const name of runNames) {
    const target = join(demo, name);
    await rm(target, { recursive: true, force: true });
    await cp(join(folder, name), target, {
      recursive: true,
      filter: source => !/[\\/](resume|\.model-circuits)([\\/]|$)/.test(source.slice(folder.length)),
    });
  }
}

/** @param {string} folder @returns {Promise<number>} */
async function bytesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile());
  const sizes = await Promise.all(files.map(async entry => (await stat(join(entry.parentPath, entry.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

await build();
let isDone = false;
for (let seed = 0; seed < seeds && !isDone; seed++) {
  console.log(`\n=== seed ${seed}`);
  const folder = join(repository, '.build', 'demo', `seed-${seed}`);
  const checks = await trainAll(folder, seed);
  isDone = checks.every(({ holds }) => holds);
  if (!isDone) continue;
  await publish(folder);
  await writeFile(join(demo, 'README.md'), await readme(demo, seed, checks));
  const bytes = (await Promise.all(runNames.map(name => bytesIn(join(demo, name))))).reduce((a, b) => a + b, 0);
  console.log(`\nSeed ${seed}: ${(bytes / 1e6).toFixed(1)} MB in ${demo}`);
  if (bytes > largestBytes) throw new Error(`The runs take more than ${largestBytes / 1e6} MB; make them smaller.`);
}
if (!isDone) {
  console.error(`With none of the first ${seeds} seeds everything holds.`);
  process.exitCode = 1;
}
