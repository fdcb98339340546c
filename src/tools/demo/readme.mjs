// @ts-check
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { headsOf, largestPrefixMatching, snapshotsOf } from './measure.mjs';
import { mainRun, setupOf, runNames } from './setups.mjs';

/** @typedef {import('./checks.mjs').Check} Check */

/**
 * The content of media/demo/README.md: data, setup, seed, losses, scores, and the claims that were checked.
 * @param {string} folder of the runs
 * @param {number} seed
 * @param {readonly Check[]} checks
 */
export async function readme(folder, seed, checks) {
  const rows = await Promise.all(runNames.map(name => runRow(folder, name)));
  return `# The bundled demo runs

Six small models trained by this extension's own code, with their snapshots: \`npm run train:demo\` makes them again, the
same to the bit on the same TensorFlow and processor. Open a run in the tree, or any snapshot as a checkpoint.

- **Data.** Small English stories and songs that \`src/training/stories\` makes up from a seed: grammar, invented names,
  places, verses and signs that come back within a story, so that copying pays. No two steps see the same. A share of the
  rows is drills: random tokens, a stretch of them over and over. Tokens are byte pairs learnt from the stories, with all
  256 bytes, so any text can be run.
- **Models.** Attention only. \`stories-*\` have rotary positions; the other four have Shortformer positions, as the models
  of Olsson et al. 2022, for their Argument 2: \`smeared-*\` has smeared keys, \`shortformer-*\` is the same without.
- **Training.** All six see the same rows in the same order with the same settings, given below; weights are kept as F16.
- **Seed ${seed}**: the first of 0, 1, 2, … for which everything under "What holds" does.

| run | layers | snapshots | loss, first → last (nats) | largest prefix matching, first → last |
|---|---|---|---|---|
${rows.join('\n')}

The loss is on rows of 256 tokens of stories that are not trained on, without drills.

## Heads of \`${mainRun}\` at the last snapshot

| head | prefix matching | previous token | induction logit | type |
|---|---|---|---|---|
${await headRows(join(folder, mainRun))}

## What holds

${checks.map(({ claim, value }) => `- ${claim}: ${Number.isInteger(value) ? value : value.toFixed(3)}`).join('\n')}

The text of the walkthrough is \`sample.txt\`.

## Recipe of \`${mainRun}\`

\`\`\`json
${JSON.stringify(setupOf(mainRun, seed), null, 2)}
\`\`\`

The others differ in \`model\` and have 12 snapshots; each run's setup is in its \`run.json\`.

\`stories260K\` is not one of them: see its own README.
`;
}

/** @param {string} folder @param {string} name */
async function runRow(folder, name) {
  const snapshots = await snapshotsOf(join(folder, name));
  const ends = [snapshots[0] ?? '', snapshots.at(-1) ?? ''];
  const losses = await Promise.all(ends.map(lossOf));
  const scores = [];
  for (const snapshot of ends) scores.push(largestPrefixMatching(await headsOf(snapshot)).toFixed(3));
  const layers = name.endsWith('2-layers') ? 2 : 1;
  return `| \`${name}\` | ${layers} | ${snapshots.length} | ${losses.join(' → ')} | ${scores.join(' → ')} |`;
}

/** @param {string} snapshot */
async function lossOf(snapshot) {
  const { loss } = JSON.parse(await readFile(join(snapshot, 'training.json'), 'utf8'));
  return loss.toFixed(3);
}

/** @param {string} run */
async function headRows(run) {
  const last = (await snapshotsOf(run)).at(-1) ?? '';
  const heads = await headsOf(last);
  return heads
    .map(({ head, prefixMatching, previousToken, inductionLogit, type }) => {
      const cells = [prefixMatching, previousToken, inductionLogit].map(score => score.toFixed(3));
      return `| ${[head, ...cells, type ?? ''].join(' | ')} |`;
    })
    .join('\n');
}
