// @ts-check
import { cp, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openWorkbench } from '../../test/host/workbench.mjs';
import { withProgress } from './progress.mjs';
import { repository } from './repository.mjs';
import { copySampleWorkspace } from './sampleWorkspace.mjs';

/** @typedef {import('../../test/host/workbench.mjs').Workbench} Workbench */

/** @type {{ theme: import('../../test/host/workbench.mjs').Theme, suffix: string }[]} */
const looks = [
  { theme: 'Dark Modern', suffix: 'dark' },
  { theme: 'Light Modern', suffix: 'light' },
];

// Small enough for a page, and sharp on a fine screen; nothing but what the pictures are about.
const viewport = { width: 1040, height: 620 };
const deviceScaleFactor = 1.3;
const settings = {
  'editor.wordWrap': 'on',
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'breadcrumbs.enabled': false,
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
};

const settleMs = 250;

/**
 * Goes through the extension as a person would, and photographs it.
 * @param {string} folder for the .png files
 */
export async function runTour(folder) {
  const sample = await copySampleWorkspace();
  try {
    await addToSample(sample.folder);
    const workbench = await openWorkbench({ folder: sample.folder, viewport, deviceScaleFactor, settings });
    try {
      for (const { theme, suffix } of looks) {
        await withProgress(`Photographing the tour (${theme})`, async () => {
          await workbench.setTheme(theme);
          await tour(workbench, sample.folder, async name => {
            await workbench.page.waitForTimeout(settleMs);
            await workbench.screenshot(join(folder, `${name}-${suffix}.png`));
          });
        });
      }
      await withProgress('Photographing high contrast', () => highContrast(workbench, sample.folder, folder));
    } finally {
      await workbench.close();
    }
  } finally {
    await sample.remove();
  }
  console.log(`The photographs are in ${folder}`);
}

/**
 * The story, from a folder of checkpoints to what a head is good for. It ends as it began.
 * @param {Workbench} workbench
 * @param {string} sample
 * @param {(name: string) => Promise<void>} photograph
 */
async function tour(workbench, sample, photograph) {
  const { quickPick, runCommand } = workbench;
  const story = join(sample, 'story.txt');
  const chapters = join(sample, 'chapters.txt');

  await workbench.openFile('story.txt');
  await workbench.openViewContainer('Model Circuits');
  await workbench.treeRow('Checkpoints', 'step-000400').hover();
  await workbench.hover.filter({ hasText: 'parameters' }).first().waitFor();
  await photograph('01-checkpoints');

  await workbench.treeRow('Checkpoints', 'interrupted-download').hover();
  await workbench.hover.filter({ hasText: 'truncated' }).first().waitFor();
  await photograph('02-broken-checkpoint');

  await workbench.rightClickInExplorer('story.txt', 'Run Model', () => photograph('03-run-model'));
  await workbench.statusBarItem('all 40 heads');
  await putCursorOn(workbench, story, ' big', 2);
  await photograph('04-overlay');

  await selectHeads(workbench, 'L4H3', () => photograph('05-select-heads'));
  await photograph('06-one-head');
  await workbench.hoverText('big', 2);
  await photograph('07-hover');
  await workbench.leaveText();

  await putCursorOn(workbench, story, ' red', 1);
  await runCommand('Model Circuits: Toggle Direction (from ↔ to)');
  await workbench.statusBarItem('to ← from');
  await photograph('08-direction-to');
  await runCommand('Model Circuits: Toggle Direction (from ↔ to)');

  await selectHeads(workbench, 'L4H4');
  await putCursorOn(workbench, story, ' Lily', 2);
  await runCommand('Model Circuits: Hide or Show Start Token');
  await workbench.statusBarItem('start hidden');
  await workbench.hoverText('Lily', 2);
  await photograph('09-start-token-hidden');
  await workbench.leaveText();
  await runCommand('Model Circuits: Hide or Show Start Token');

  await ablate(workbench, 'L4H3', () => photograph('10-ablate-head'));
  await workbench.openViewContainer('Model Circuits');
  await workbench.treeRow('Ablation', 'predicted worse').waitFor();
  await runCommand('Model Circuits: Go to Next Token Hurt Most');
  await photograph('11-ablation');
  await workbench.hoverText('?', 1);
  await photograph('12-ablation-hover');
  await workbench.leaveText();

  await runCommand('Model Circuits: Choose Ablation Metric…');
  await quickPick.choose('Change of a logit difference…');
  await quickPick.waitFor('First token');
  await quickPick.type(' r');
  await quickPick.accept();
  await quickPick.waitFor('Second token');
  await quickPick.type(' b');
  await quickPick.accept();
  await workbench.statusBarItem('logits');
  await runCommand('Model Circuits: Go to Next Token Hurt Most');
  await photograph('13-logit-difference');
  await runCommand('Model Circuits: Choose Ablation Metric…');
  await quickPick.choose('Change of loss');

  await (await workbench.statusBarItem('L4H3 ablated')).click();
  await quickPick.waitFor('Restore');
  await photograph('14-status-bar-choices');
  await quickPick.choose('Restore Ablated Heads');
  await workbench.statusBarItem('from → to');

  await workbench.openFile('chapters.txt');
  await putCursorOn(workbench, chapters, ' Anna', 2);
  await runCommand('Model Circuits: Run Model');
  await workbench.statusBarItem('part of the text');
  await photograph('15-long-file');
  await selectHeads(workbench, 'L4H3');
  await putCursorOn(workbench, chapters, ' big red boat', 1);
  await photograph('16-far-away-keys');

  await workbench.page.keyboard.type(' very');
  await workbench.statusBarItem('text changed');
  await photograph('17-text-changed');
  await runCommand('File: Revert File');

  await selectHeads(workbench, 'All heads: mean weight');
  await runCommand('View: Close All Editors');
}

/**
 * Puts the cursor at the beginning of a text, where it stands on the token that begins there.
 * @param {Workbench} workbench
 * @param {string} file the one in the active editor
 * @param {string} text
 * @param {number} occurrence from 1
 */
async function putCursorOn({ cursorTo }, file, text, occurrence) {
  const content = await readFile(file, 'utf8');
  let at = -1;
  for (let seen = 0; seen < occurrence; seen++) at = content.indexOf(text, at + 1);
  const before = content.slice(0, at).split('\n');
  await cursorTo(before.length, (before.at(-1)?.length ?? 0) + 1);
}

/**
 * @param {Workbench} workbench
 * @param {string} heads typed, or an item of the list
 * @param {() => Promise<void>} [look] at the list
 */
async function selectHeads({ runCommand, quickPick, statusBarItem }, heads, look) {
  const isItem = heads.startsWith('All heads');
  await runCommand('Model Circuits: Select Heads…');
  await quickPick.waitFor('Select Heads');
  if (isItem) await quickPick.choose(heads);
  else await quickPick.type(heads);
  await look?.();
  await quickPick.accept();
  await statusBarItem(isItem ? 'all 40 heads' : heads);
}

/**
 * @param {Workbench} workbench
 * @param {string} heads
 * @param {() => Promise<void>} look at the list of heads
 */
async function ablate({ runCommand, quickPick, statusBarItem }, heads, look) {
  await runCommand('Model Circuits: Ablate Head…');
  await quickPick.waitFor('Ablate Heads');
  await quickPick.type(heads);
  await quickPick.accept();
  await quickPick.waitFor('What takes the place');
  await look();
  await quickPick.choose('zero');
  await statusBarItem(`${heads} ablated`);
}

/**
 * @param {Workbench} workbench
 * @param {string} sample
 * @param {string} folder for the .png file
 */
async function highContrast(workbench, sample, folder) {
  await workbench.setTheme('Default High Contrast');
  await workbench.openFile('story.txt');
  await workbench.runCommand('Model Circuits: Run Model');
  await workbench.statusBarItem('all 40 heads');
  await selectHeads(workbench, 'L4H3');
  await putCursorOn(workbench, join(sample, 'story.txt'), ' big', 2);
  await workbench.page.waitForTimeout(settleMs);
  await workbench.screenshot(join(folder, '18-high-contrast.png'));
}

/**
 * What a person would have, beside the sample: snapshots of a training run, a broken file, and a long text.
 * @param {string} folder
 */
async function addToSample(folder) {
  const demo = join(repository, 'media', 'demo', 'stories260K');
  for (const step of ['step-000100', 'step-000200', 'step-000400', 'step-000800']) {
    await cp(demo, join(folder, 'runs', 'first-try', step), { recursive: true });
  }
  await cp(demo, join(folder, 'interrupted-download'), { recursive: true });
  await truncate(join(folder, 'interrupted-download', 'model.safetensors'), 500_000);
  const people = [
    ['Lily', 'Tom', 'ball'],
    ['Mia', 'Ben', 'kite'],
    ['Anna', 'Max', 'boat'],
    ['Sue', 'Tim', 'car'],
    ['Lucy', 'Sam', 'hat'],
  ];
  const chapters = people.map(
    ([her, him, toy], i) => `${i + 1}. ${her} and the ${toy}
One day, ${her} went to the park with her mom. She saw a big red ${toy} in the grass. "Is this your ${toy}?" ${her} asked a boy named ${him}.
"Yes, it is my ${toy}," said ${him}. "Do you want to play with me?" ${her} was very happy. ${her} and ${him} played with the big red ${toy} all day.
Then the sun went down, and ${her} said, "Thank you, ${him}. I had so much fun with your big red ${toy}."
`,
  );
  await writeFile(join(folder, 'chapters.txt'), chapters.join('\n'));
}
