import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { idsOnlyAt, nanAt, unknownFamilyAt } from '../support/checkpointVariants';
import { Given } from './support/given';
import { story } from './support/texts';
import { useVscode } from './support/useVscode';

const open = useVscode({
  files: { 'story.txt': story, 'empty.txt': '', 'one.txt': 'a' },
  async prepare(folder) {
    await writeFile(join(folder, 'binary.txt'), Uint8Array.of(0, 1, 255, 254, 0, 0, 3, 0));
    await writeFile(join(folder, 'huge.txt'), '');
    await truncate(join(folder, 'huge.txt'), 60 * 2 ** 20); // A sparse file.
    await writeFile(join(folder, 'wide.txt'), new Uint8Array(2_000_000).fill(97)); // One line of two million letters.
    await idsOnlyAt(join(folder, 'ids-only'));
    await nanAt(join(folder, 'diverged'));
    await nanAt(join(folder, 'broken-later'));
  },
});

const given = new Given(open);

/** The overlay of the story by the demo model, which a mistake must not remove. */
async function givenStory(): Promise<void> {
  await given.checkpoint('stories260K');
  await open().openViewContainer('Explorer');
  await given.editor('story.txt');
  await given.hasRun();
  await storyIsShown();
  await open().statusBarItem('stories260K');
}

/** The overlay that a mistake must not remove. */
async function storyIsShown(): Promise<void> {
  const vscode = open();
  await vscode.openFile('story.txt');
  await vscode.statusBarItem('109 tokens');
  expect((await vscode.paintOn('One'))[0]).toMatchObject({ boundary: true, opacity: 1 });
}

it.each([
  ['empty.txt', 'empty.txt is empty; there is no text to run.'],
  ['binary.txt', 'binary.txt is not a text file; only text can be run.'],
  ['huge.txt', 'huge.txt is 60 MB; VS Code opens files for extensions up to 50 MB.'],
])('an error for %s gives its fault', async (file, message) => {
  const vscode = open();
  await givenStory();
  await vscode.rightClickInExplorer(file, 'Run Model');
  await vscode.expectError(message);
  await storyIsShown();
});

it('an error appears for an editor without text, and for no editor', async () => {
  const vscode = open();
  await givenStory();
  await vscode.openFile('empty.txt');
  await vscode.pressEditorAction('Run Model');
  await vscode.expectError('empty.txt is empty; there is no text to run.');
  await vscode.runCommand('View: Close Editor');
  await storyIsShown();
  await vscode.runCommand('View: Close All Editors');
  await vscode.runCommand('Model Circuits: Run Model');
  await vscode.expectError('Open a text file first, or right-click one in the explorer.');
});

it('the model runs on a text of one token', async () => {
  const vscode = open();
  await given.checkpoint('stories260K');
  await vscode.rightClickInExplorer('one.txt', 'Run Model');
  await vscode.statusBarItem('2 tokens');
  await given.settings({ 'modelCircuits.run.startToken': 'never' }, { 'modelCircuits.run.startToken': 'auto' });
  await vscode.runCommand('Model Circuits: Run Model');
  await vscode.statusBarItem('1 token');
  expect(await vscode.hoverText('a')).toContain('no loss: nothing comes before it');
  await vscode.leaveText();
});

it('the model runs on a part of a line of two million characters', async () => {
  const vscode = open();
  await given.checkpoint('stories260K');
  await vscode.rightClickInExplorer('wide.txt', 'Run Model');
  await vscode.statusBarItem('512 tokens · part of the text');
});

it.each([
  ['ids-only', 'has no tokenizer, so it cannot read text'],
  ['diverged', 'tensor "model.layers.1.self_attn.q_proj.weight" holds NaN at index 0'],
])('an error for %s gives its reason, and the overlay of another text stays', async (checkpoint, message) => {
  const vscode = open();
  await givenStory();
  await vscode.openViewContainer('Model Circuits');
  await vscode.clickTreeRow('Checkpoints', checkpoint);
  await vscode.expectError(message);
  await storyIsShown();
  // The overlay shows which checkpoint computed it.
  await vscode.statusBarItem('stories260K');
});

it('an error for a checkpoint that broke while in use gives its fault', async () => {
  const vscode = open();
  await givenStory();
  await given.checkpoint('broken-later');
  await vscode.expectError('holds NaN at index 0');
  await unknownFamilyAt(join(vscode.folder, 'broken-later'));
  await vscode.treeRow('Checkpoints', 'broken-later').locator('.codicon-warning').waitFor();
  await storyIsShown();
  await vscode.runCommand('Model Circuits: Run Model');
  await vscode.expectError('"model_type" is "mystery"');
  await storyIsShown();
});
