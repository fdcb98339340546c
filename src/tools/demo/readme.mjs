// @ts-check
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { headsOf, largestPrefixMatching, snapshotsOf } from './measure.mjs';
import { mainRun, setupOf, runNames } from './setups.mjs';

/** @typedef {import('./checks.mjs').Check} Check */

/**
 * The content of media/demo/README.md: data, setup, seed, losses, scores, and the claims that were checked.
 * @param {string} folder The folder of the runs.
 * @param {number} seed
 * @param {readonly Check[]} checks
 */
export async function readme(folder, seed, checks) {
  const rows = await Promise.all(runNames.map(name => runRow(folder, name)));
  return `# The bundled demo runs

This extension trained these six small models and kept snapshots of them. \`npm run train:demo\` trains them again: the
same version of TensorFlow on the same processor gives the same bits. The tree shows the runs, and every snapshot is a
checkpoint.

- **Data.** Small English stories and songs that \`src/training/stories\` makes up from a seed. Names, places, verses and
  signs are invented and come back within a story, so a model that copies them has a lower loss. No two steps see the same
  text. A share of the rows (\`drills\`) repeats a stretch of random tokens instead. Tokens are byte pairs learnt from the
  stories, and all 256 bytes, so the models can run any text.
- **Models.** All have attention only. \`stories-*\` have rotary positions. The other four have Shortformer positions like the
  models of Olsson et al. 2022, and repeat their Argument 2: \`smeared-*\` have smeared keys, \`shortformer-*\` do not.
- **Training.** All six see the same rows in the same order, with the settings below. Weights are stored as F16.
- **Seed.** ${seed}, the first of 0, 1, 2, … for which every claim under "What holds" is true.

| run | layers | snapshots | loss, first → last (nats) | largest prefix matching, first → last |
|---|---|---|---|---|
${rows.join('\n')}

The loss is the mean over rows of 256 tokens from stories that the models were not trained on, without drills.

## Heads of \`${mainRun}\` at the last snapshot

| head | prefix matching | previous token | induction logit | type |
|---|---|---|---|---|
${await headRows(join(folder, mainRun))}

## What holds

${checks.map(({ claim, value }) => `- ${claim}: ${Number.isInteger(value) ? value : value.toFixed(3)}`).join('\n')}

The walkthrough uses the text \`sample.txt\`.

## Setup of \`${mainRun}\`

\`\`\`json
${JSON.stringify(setupOf(mainRun, seed), null, 2)}
\`\`\`

The other runs have another \`model\` and 12 snapshots. Each run's setup is in its \`run.json\`.

\`stories260K\` is not one of these runs; it has its own README.
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
