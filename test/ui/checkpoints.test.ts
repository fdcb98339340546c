import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { contextMenu } from '../../src/tools/vscode/driver/contextMenu.mjs';
import { until } from '../../src/tools/vscode/driver/until.mjs';
import { deleteFolder, demoAt, idsOnlyAt, truncatedAt, unknownFamilyAt } from '../support/checkpointVariants';
import { Given } from './support/given';
import { HeadsView } from './support/headsView';
import { useVscode } from './support/useVscode';

const view = 'Checkpoints';

const open = useVscode({
  files: { 'story.txt': 'One day, a little girl named Lily went to the park.\n' },
  checkpoint: null,
  viewport: { width: 1280, height: 1500 }, // all rows on screen
  async prepare(folder) {
    for (const step of ['step-1000', 'step-000200', 'step-000100']) await demoAt(join(folder, 'run', step));
    await idsOnlyAt(join(folder, 'models/ids-only'));
    await truncatedAt(join(folder, 'models/truncated'));
    await unknownFamilyAt(join(folder, 'models/unknown-family'));
  },
});

const given = new Given(open);

// The tree has all the room, and the bundled run is active, as in a new window.
beforeEach(async () => {
  const vscode = open();
  await vscode.openViewContainer('Model Circuits');
  await new HeadsView(vscode).collapse('Heads');
  const run = vscode.treeRow(view, 'stories-2-layers');
  await run.waitFor();
  if ((await run.getAttribute('aria-expanded')) === 'false') await run.click();
  await given.checkpoint('step-003000');
});

/** The names of the runs, without their snapshots. */
async function labels(): Promise<string[]> {
  return (await open().treeRows(view)).filter(({ level }) => level === 1).map(({ label }) => label);
}

/** The labels indented by level, with descriptions, once all rows have been read. */
async function outline(): Promise<string[]> {
  const vscode = open();
  await until('all checkpoints to be described', async () => {
    const tree = vscode.page.locator(`.monaco-list[aria-label="${view}"]`);
    return (await vscode.treeRows(view)).length > 1 && (await tree.locator('.codicon-loading').count()) === 0;
  });
  return (await vscode.treeRows(view)).map(
    row => `${'  '.repeat(row.level - 1)}${row.label}: ${row.description.replace(/[▰▱]{5} \.\d\d · /, '')}`,
  );
}

/** The extension's own checkpoints come last. */
async function ownOutline(): Promise<string[]> {
  const rows = await outline();
  return rows.slice(
    0,
    rows.findIndex(row => row.endsWith('demo')),
  );
}

async function hoverOf(label: string): Promise<string> {
  const vscode = open();
  return until(`the hover of ${label}`, async () => {
    // The mouse leaves and returns, because a tree that is drawn again under the mouse forgets the hover.
    await vscode.page.mouse.move(2, 2);
    await vscode.hover.first().waitFor({ state: 'hidden' });
    await vscode.treeRow(view, label).hover();
    const card = vscode.hover.filter({ hasText: label }).first();
    return card.innerText({ timeout: 3000 }).then(
      text => text.replaceAll(/\s+/g, ' '),
      () => null,
    );
  });
}

it('the tree lists the checkpoints of the workspace, snapshots under their run in the order of steps, and the bundled ones last', async () => {
  expect(await ownOutline()).toEqual([
    'ids-only: gpt2 · 3 × 4',
    'run: 3 snapshots',
    '  step-000100: llama · 5 × 8',
    '  step-000200: llama · 5 × 8',
    '  step-1000: llama · 5 × 8',
    expect.stringMatching(/^truncated: model\.safetensors: .*truncated/),
    expect.stringMatching(/^unknown-family: config\.json: .*mystery/),
  ]);
  const bundled = (await outline()).slice((await ownOutline()).length);
  expect(bundled.filter(row => !row.startsWith(' '))).toEqual([
    'shortformer-1-layer: 12 snapshots · demo',
    'shortformer-2-layers: 12 snapshots · demo',
    'smeared-1-layer: 12 snapshots · demo',
    'smeared-2-layers: 12 snapshots · demo',
    'stories-1-layer: 12 snapshots · demo',
    'stories-2-layers: 32 snapshots · demo',
    'stories260K: llama · 5 × 8 · demo',
  ]);
});

it('the tree opens the bundled run in use, whose last snapshot is active until the user chooses another', async () => {
  const rows = await open().treeRows(view);
  const runs = rows.filter(({ expanded, description }) => expanded !== null && description.endsWith('demo'));
  expect(runs.filter(({ expanded }) => expanded).map(({ label }) => label)).toEqual(['stories-2-layers']);
  expect(rows.filter(({ description }) => description.startsWith('active')).map(({ label }) => label)).toEqual([
    'step-003000',
  ]);
});

it('the tree shows the largest prefix matching and the loss of each snapshot', async () => {
  const describe = async (): Promise<string[]> => {
    const rows = await open().treeRows(view);
    const run = rows.findIndex(({ label }) => label === 'stories-2-layers');
    return rows.slice(run + 1, run + 33).map(({ description }) => description);
  };
  await until('all bars', async () => (await describe()).every(text => /[▰▱]{5} \.\d\d/.test(text)), 90_000);
  const all = await describe();
  expect(all.at(0)).toMatch(/^▱▱▱▱▱ \.03 · loss 6\.\d\d$/);
  expect(all.at(-1)).toMatch(/^active · ▰▰▰▰▱ \.8\d · loss 1\.\d\d$/);
  for (const text of all.slice(0, -1)) expect(text).toMatch(/^[▰▱]{5} \.\d\d · loss \d\.\d\d$/);
});

it('a tooltip gives the facts of a checkpoint', async () => {
  const facts = await hoverOf('step-000200');
  for (const fact of [
    'architecture llama',
    'layers × heads 5 × 8',
    'parameters 260,032',
    'weights F32 · 1.0 MB',
    'context 512 tokens',
    'vocabulary 512',
    'tokenizer tokenizer.json',
    'step 200',
    join(open().folder, 'run', 'step-000200'),
  ]) {
    expect(facts).toContain(fact);
  }
  expect(await hoverOf('ids-only')).toContain('tokenizer none: token ids only');
});

it('a broken checkpoint has a warning icon with the reason, and offers no use', async () => {
  const vscode = open();
  const row = vscode.treeRow(view, 'truncated');
  await row.locator('.codicon-warning').waitFor();
  expect(await row.getAttribute('aria-label')).toContain('it is truncated');
  expect(await hoverOf('unknown-family')).toContain('mystery');
  const menu = await contextMenu(vscode.page, options => row.click(options));
  expect(menu).toEqual(['Reveal in Explorer', 'Copy Path', 'Remove']);
});

it('the tree marks the active checkpoint, which the status bar names', async () => {
  const vscode = open();
  await vscode.rightClickTreeRow(view, 'step-000200', 'Use This Checkpoint');
  await vscode.treeRow(view, 'step-000200').locator('.codicon-check').waitFor();
  expect((await outline()).filter(row => row.includes('active'))).toEqual(['  step-000200: active · llama · 5 × 8']);
  await vscode.statusBarItem('step-000200');
});

it('a command reveals a folder in the explorer, and an error appears for one that the explorer does not show', async () => {
  const vscode = open();
  await vscode.rightClickTreeRow(view, 'step-1000', 'Reveal in Explorer');
  const folder = vscode.page.locator('.explorer-folders-view .monaco-list-row[aria-label^="step-1000"]');
  await folder.and(vscode.page.locator('.selected, .focused')).waitFor();
  await vscode.openViewContainer('Model Circuits');
  await vscode.rightClickTreeRow(view, 'stories260K', 'Reveal in Explorer');
  await vscode.waitForNotification('lies outside the open folder');
  await vscode.clearNotifications();
});

it('a command copies the path', async () => {
  const vscode = open();
  await vscode.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await vscode.rightClickTreeRow(view, 'ids-only', 'Copy Path');
  await until('the path in the clipboard', async () => {
    return (
      (await vscode.page.evaluate(() => navigator.clipboard.readText())) === join(vscode.folder, 'models/ids-only')
    );
  });
});

it('the tree follows a checkpoint that appears, is renamed, or is deleted', async () => {
  const vscode = open();
  const appears = (label: string): Promise<void> => vscode.treeRow(view, label).waitFor();
  const goes = (label: string): Promise<void> => vscode.treeRow(view, label).waitFor({ state: 'hidden' });
  // As training writes a snapshot: under another name until it is whole.
  await demoAt(join(vscode.folder, 'run/unfinished'));
  await rename(join(vscode.folder, 'run/unfinished'), join(vscode.folder, 'run/step-2000'));
  await appears('step-2000');
  await goes('unfinished');
  await demoAt(join(vscode.folder, 'new/deep/inside'));
  await appears('inside');
  await deleteFolder(join(vscode.folder, 'new'));
  await goes('inside');
  await deleteFolder(join(vscode.folder, 'run/step-2000'));
  await goes('step-2000');
});

it('the tree notices that a broken checkpoint was mended', async () => {
  const vscode = open();
  onTestFinished(async () => {
    await deleteFolder(join(vscode.folder, 'models/truncated'));
    await truncatedAt(join(vscode.folder, 'models/truncated'));
    await vscode.treeRow(view, 'truncated').locator('.codicon-warning').waitFor();
  });
  await demoAt(join(vscode.folder, 'models/truncated'));
  await vscode.treeRow(view, 'truncated').locator('.codicon-warning').waitFor({ state: 'hidden' });
  expect(await outline()).toContain('truncated: llama · 5 × 8');
});

/** Adds a run of two snapshots that lies outside the workspace. */
async function addElsewhere(): Promise<void> {
  const vscode = open();
  const elsewhere = join(vscode.folder, '..', 'elsewhere');
  await demoAt(join(elsewhere, 'checkpoint-20'));
  await demoAt(join(elsewhere, 'checkpoint-3'));
  await vscode.runCommand('Model Circuits: Add Checkpoint Folder…');
  await vscode.quickPick.waitFor('Add Checkpoint');
  await vscode.quickPick.type(elsewhere);
  const add = vscode.page.locator('.quick-input-widget').getByRole('button', { name: 'Add Checkpoint' });
  // The dialog loses a click while it looks the folder up.
  await until('the folder to be taken', async () => {
    await add.click({ timeout: 2000 }).catch(() => undefined);
    await vscode.page.waitForTimeout(400);
    return !(await add.isVisible());
  });
  await vscode.treeRow(view, 'checkpoint-20').waitFor();
}

it('a command adds a folder from elsewhere, with the checkpoints in it', async () => {
  onTestFinished(() => open().rightClickTreeRow(view, 'elsewhere', 'Remove'));
  await addElsewhere();
  const rows = await outline();
  const run = rows.indexOf('elsewhere: 2 snapshots');
  expect(rows.slice(run + 1, run + 3)).toEqual(['  checkpoint-3: llama · 5 × 8', '  checkpoint-20: llama · 5 × 8']);
});

it('a command removes a checkpoint from the list without deleting files, and another shows it again', async () => {
  const vscode = open();
  await addElsewhere();
  const before = await labels();
  for (const label of before) {
    await vscode.rightClickTreeRow(view, label, 'Remove');
    await vscode.treeRow(view, label).waitFor({ state: 'hidden' });
  }
  expect(await vscode.welcomeText(view)).toMatch(/^There are no checkpoints yet.*Add Checkpoint Folder…/);
  await vscode.page.getByRole('button', { name: 'Show Removed Checkpoints' }).click();
  await vscode.treeRow(view, 'stories260K').waitFor();
  // Folders that the user added leave the list for good.
  expect(before).toContain('elsewhere');
  expect(await labels()).toEqual(before.filter(label => label !== 'elsewhere'));
});

it('the active checkpoint is the same after a reload', async () => {
  const vscode = open();
  await vscode.rightClickTreeRow(view, 'step-000200', 'Use This Checkpoint');
  await vscode.treeRow(view, 'step-000200').locator('.codicon-check').waitFor();
  await vscode.page.waitForTimeout(2000); // VS Code writes a workspace's state about once a second
  await vscode.reload();
  await vscode.openViewContainer('Model Circuits');
  expect(await outline()).toContain('  step-000200: active · llama · 5 × 8');
});
