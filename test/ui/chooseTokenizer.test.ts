import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { demoAt } from '../support/checkpointVariants';
import { Given } from './support/given';
import { useVscode } from './support/useVscode';

const story = 'One day, a little girl named Lily went to the park.\n';

const open = useVscode({
  files: { 'story.txt': story },
  checkpoint: null,
  async prepare(folder) {
    await demoAt(join(folder, 'with'));
    await demoAt(join(folder, 'without'));
    for (const file of ['tokenizer.json', 'tokenizer_config.json']) await rm(join(folder, 'without', file));
  },
});

const given = new Given(open);

const problem = 'has no tokenizer, so it cannot read text';

// VS Code writes errors that it shows to the console too.
afterEach(() => {
  const { consoleErrors } = open();
  consoleErrors.splice(0, Infinity, ...consoleErrors.filter(error => !error.includes(problem)));
});

it('the button of the error chooses a tokenizer of the workspace, and the text is run with it', async () => {
  const vscode = open();
  await given.checkpoint('without');
  await given.editor('story.txt');
  await vscode.runCommand('Model Circuits: Run Model');
  await vscode.waitForNotification(problem);
  await vscode.pressInNotification(problem, 'Choose Tokenizer…');
  await vscode.quickPick.waitFor('Tokenizer of without');
  await vscode.quickPick.choose('workspace/with');
  await vscode.statusBarItem(/\d+ tokens/);
});

it('bytes give one token for each byte', async () => {
  const vscode = open();
  await given.checkpoint('without');
  await given.editor('story.txt');
  await vscode.runCommand('Model Circuits: Choose Tokenizer…');
  await vscode.quickPick.choose('Bytes');
  await vscode.runCommand('Model Circuits: Run Model');
  await vscode.statusBarItem(`${story.length} tokens`);
  expect(await vscode.notifications()).toEqual([]);
});
