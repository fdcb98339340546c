// @ts-check
import { existsSync } from 'node:fs';
import { cp, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from './vscode/driver/until.mjs';
import { openWorkbench } from './vscode/workbench.mjs';
import { withProgress } from './progress.mjs';
import { repository } from './repository.mjs';
import { copySampleWorkspace } from './sampleWorkspace.mjs';

/** @typedef {import('./vscode/workbench.mjs').Workbench} Workbench */

/** @type {{ theme: import('./vscode/workbench.mjs').Theme, suffix: string }[]} */
const looks = [
  { theme: 'Dark Modern', suffix: 'dark' },
  { theme: 'Light Modern', suffix: 'light' },
];

// Small enough for a page and sharp on a fine screen, without the parts of VS Code that the pictures do not need.
const viewport = { width: 1040, height: 700 };
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
 * Uses the extension as a user would, and takes pictures of it.
 * @param {string} folder for the .png files
 */
export async function runTour(folder) {
  const sample = await copySampleWorkspace();
  try {
    await addToSample(sample.folder);
    const workbench = await openWorkbench({ folder: sample.folder, viewport, deviceScaleFactor, settings });
    try {
      for (const { theme, suffix } of looks) {
        await withProgress(`Taking the pictures of the tour (${theme})`, async () => {
          await workbench.setTheme(theme);
          await tour(workbench, sample.folder, async name => {
            await workbench.page.waitForTimeout(settleMs);
            await workbench.screenshot(join(folder, `${name}-${suffix}.png`));
          });
        });
      }
      await withProgress('Taking the picture in high contrast', () => highContrast(workbench, sample.folder, folder));
    } finally {
      await workbench.close();
    }
  } finally {
    await sample.remove();
  }
  console.log(`The pictures are in ${folder}`);
}

/**
 * The tour: from a checkpoint to what one head does, and how training made it. It ends in the state in which it begins.
 * @param {Workbench} workbench
 * @param {string} sample
 * @param {(name: string) => Promise<void>} photograph
 */
async function tour(workbench, sample, photograph) {
  await checkpoints(workbench, photograph);
  await overlay(workbench, sample, photograph);
  await attentionView(workbench, photograph);
  await ablations(workbench, sample, photograph);
  await longFile(workbench, sample, photograph);
  await training(workbench, sample, photograph);
}

/** @param {Workbench} workbench @param {(name: string) => Promise<void>} photograph */
async function checkpoints(workbench, photograph) {
  await workbench.openFile('fox.txt');
  await workbench.openViewContainer('Model Circuits');
  await workbench.treeRow('Checkpoints', 'interrupted-download').waitFor();
  await hoverRow(workbench, 'interrupted-download', 'truncated');
  await photograph('01-broken-checkpoint');
  await workbench.leaveText();

  // Scrolls down to the snapshots in which induction begins.
  await workbench.treeRow('Checkpoints', 'interrupted-download').click();
  await workbench.page.keyboard.press('End');
  await untilScored(workbench, 'step-003000');
  await hoverRow(workbench, 'step-001519', 'largest prefix matching');
  await photograph('02-checkpoints');
  await workbench.leaveText();
}

/** @param {Workbench} workbench @param {string} sample @param {(name: string) => Promise<void>} photograph */
async function overlay(workbench, sample, photograph) {
  const { runCommand } = workbench;
  const fox = join(sample, 'fox.txt');
  await workbench.rightClickInExplorer('fox.txt', 'Run Model', () => photograph('03-run-model'));
  await workbench.statusBarItem('all 8 heads');
  await putCursorOn(workbench, fox, ' Zadenu', 2);
  await photograph('04-overlay');

  await selectHeads(workbench, 'L1H3', () => photograph('05-select-heads'));
  await photograph('06-one-head');
  await workbench.hoverText('Zadenu', 2);
  await photograph('07-hover');
  await workbench.leaveText();

  await runCommand('Model Circuits: Toggle Direction (from ↔ to)');
  await workbench.statusBarItem('to ← from');
  await photograph('08-direction-to');
  await runCommand('Model Circuits: Toggle Direction (from ↔ to)');
  await workbench.statusBarItem('from → to');

  await runCommand('Model Circuits: Hide or Show Start Token');
  await workbench.statusBarItem('start hidden');
  await workbench.hoverText('Zadenu', 2);
  await photograph('09-start-token-hidden');
  await workbench.leaveText();
  await runCommand('Model Circuits: Hide or Show Start Token');
}

/** @param {Workbench} workbench @param {(name: string) => Promise<void>} photograph */
async function attentionView(workbench, photograph) {
  const { runCommand, page } = workbench;
  await runCommand('Model Circuits: Open Attention View');
  const view = await workbench.webview('model-circuits-attention');
  await view.locator('[data-token]').first().waitFor();
  await photograph('10-beside-the-text');
  await page.keyboard.press('Control+2');
  await runCommand('View: Toggle Maximize Editor Group');
  await runCommand('View: Close Primary Side Bar');
  await view.locator('.attention').press('1');
  await photograph('11-attention-view');
  await view.locator('.attention').press('3');
  await photograph('12-logit-attribution');
  await view.locator('.attention').press('1');
  await selectHeads(workbench, 'L0H3 L1H3');
  await photograph('13-two-heads');
  await selectHeads(workbench, 'L1H3');
  await runCommand('View: Close Editor');
  await workbench.openViewContainer('Model Circuits');
  await runCommand('Model Circuits: Show Heads View');
  const heads = await workbench.webview('model-circuits-heads');
  await heads.locator('[role=row]').nth(3).waitFor();
  await checkpointsHeader(workbench).click();
  await photograph('14-heads');
}

/** @param {Workbench} workbench @param {string} sample @param {(name: string) => Promise<void>} photograph */
async function ablations(workbench, sample, photograph) {
  const { runCommand, quickPick } = workbench;
  await runCommand('Model Circuits: Ablate Head…');
  await quickPick.waitFor('Ablate Heads');
  await quickPick.type('L1H0 L1H3');
  await quickPick.accept();
  await quickPick.waitFor('What takes the place');
  await photograph('15-ablate-heads');
  await quickPick.choose('zero');
  await workbench.statusBarItem('L1H0 L1H3 ablated');
  await workbench.treeRow('Ablation', 'predicted worse').waitFor();
  await runCommand('Model Circuits: Go to Next Token Hurt Most');
  await photograph('16-ablation');
  await workbench.hoverText('Zadenu', 3);
  await photograph('17-ablation-hover');
  await workbench.leaveText();

  await runCommand('Model Circuits: Choose Ablation Metric…');
  await quickPick.choose('Change of a logit difference…');
  await quickPick.waitFor('First token');
  await quickPick.type(' M');
  await quickPick.accept();
  await quickPick.waitFor('Second token');
  await quickPick.type(' Z');
  await quickPick.accept();
  await workbench.statusBarItem('logits');
  await photograph('18-logit-difference');
  await runCommand('Model Circuits: Choose Ablation Metric…');
  await quickPick.choose('Change of loss');

  await runCommand('Model Circuits: Ablate All Previous-Token Heads');
  await workbench.statusBarItem('L0H3 ablated');
  await workbench.treeRow('Ablation', 'predicted worse').waitFor();
  await photograph('19-without-previous-token-head');
  await runCommand('Model Circuits: Recompute Scores Under the Ablation');
  const heads = await workbench.webview('model-circuits-heads');
  await heads.locator('text=→').first().waitFor();
  await photograph('20-recomputed');
  await (await workbench.statusBarItem('L0H3 ablated')).click();
  await quickPick.waitFor('Restore');
  await photograph('21-status-bar-choices');
  await quickPick.choose('Restore Ablated Heads');
  await checkpointsHeader(workbench).click();
  await workbench.statusBarItem('from → to');
}

/** @param {Workbench} workbench @param {string} sample @param {(name: string) => Promise<void>} photograph */
async function longFile(workbench, sample, photograph) {
  await workbench.openFile('chapters.txt');
  await putCursorOn(workbench, join(sample, 'chapters.txt'), ' Anna', 2);
  await workbench.runCommand('Model Circuits: Run Model');
  await workbench.statusBarItem('part of the text');
  await photograph('22-long-file');
  await workbench.page.keyboard.type(' very');
  await workbench.statusBarItem('text changed');
  await photograph('23-text-changed');
  await workbench.runCommand('File: Revert File');
  await selectHeads(workbench, 'All heads: mean weight');
  await workbench.runCommand('View: Close All Editors');
}

/** Trains a run, which takes a minute; the second tour shows the same run. @param {Workbench} workbench @param {string} sample @param {(name: string) => Promise<void>} photograph */
async function training(workbench, sample, photograph) {
  const { runCommand, quickPick } = workbench;
  if (existsSync(join(sample, 'runs'))) {
    await runCommand('Model Circuits: Show Training');
  } else {
    await runCommand('Model Circuits: Train a Small Model…');
    await quickPick.choose('Repeated random tokens');
    await quickPick.choose('2 layers');
    await quickPick.waitFor('into which folder');
    await quickPick.accept();
  }
  const view = await workbench.webview('model-circuits-training');
  await runCommand('View: Toggle Maximized Panel');
  await view.locator('text=Done').first().waitFor({ timeout: 240_000 });
  await photograph('24-training');
  await runCommand('View: Toggle Maximized Panel');
  await runCommand('View: Hide Panel');
}

/** The header that collapses or expands the list of checkpoints. @param {Workbench} workbench */
function checkpointsHeader({ page }) {
  return page.locator('.pane-header').filter({ hasText: 'Checkpoints' });
}

/**
 * Points at a checkpoint until its hover has a text. It tries again, because VS Code redraws the list while snapshots are scored.
 * @param {Workbench} workbench
 * @param {string} checkpoint
 * @param {string} text
 */
async function hoverRow({ treeRow, hover, leaveText }, checkpoint, text) {
  await until(
    `the hover of ${checkpoint}`,
    async () => {
      await treeRow('Checkpoints', checkpoint).hover();
      const says = hover.filter({ hasText: text }).first();
      if (
        await says.waitFor({ timeout: 2500 }).then(
          () => true,
          () => false,
        )
      )
        return true;
      await leaveText();
      return false;
    },
    120_000,
  );
}

/** @param {Workbench} workbench @param {string} snapshot */
async function untilScored({ treeRow }, snapshot) {
  await treeRow('Checkpoints', snapshot).filter({ hasText: '▰' }).waitFor({ timeout: 120_000 });
}

/**
 * Puts the cursor at the beginning of a text, on the token that begins there.
 * @param {Workbench} workbench
 * @param {string} file the file in the active editor
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
  await statusBarItem(isItem ? 'all 8 heads' : heads);
}

/**
 * @param {Workbench} workbench
 * @param {string} sample
 * @param {string} folder for the .png file
 */
async function highContrast(workbench, sample, folder) {
  await workbench.setTheme('Default High Contrast');
  await workbench.openFile('fox.txt');
  await workbench.runCommand('Model Circuits: Run Model');
  await workbench.statusBarItem('all 8 heads');
  await selectHeads(workbench, 'L1H3');
  await putCursorOn(workbench, join(sample, 'fox.txt'), ' Zadenu', 2);
  await workbench.page.waitForTimeout(settleMs);
  await workbench.screenshot(join(folder, '25-high-contrast.png'));
}

/**
 * Adds to the sample what a user may also have: a broken checkpoint and a long text.
 * @param {string} folder
 */
async function addToSample(folder) {
  const demo = join(repository, 'media', 'demo', 'stories260K');
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
