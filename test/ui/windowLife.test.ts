import { expect, it } from 'vitest';
import { until } from '../../src/tools/vscode/driver/until.mjs';
import { Given } from './support/given';
import { story } from './support/texts';
import { useVscode } from './support/useVscode';

// A file of its own: the test needs a new window, and closes it.
const open = useVscode({ checkpoint: null, files: { 'story.txt': story } });
const given = new Given(open);

it('a window has no engine process before its first run, and leaves none behind when it closes', async () => {
  const vscode = open();
  await given.editor('story.txt');
  expect(await vscode.engineProcesses()).toEqual([]);
  await given.hasRun();
  expect(await vscode.engineProcesses('interactive')).toHaveLength(1);
  await vscode.openViewContainer('Model Circuits');
  // The extension scores the snapshots in sight and the heads of the active checkpoint in another process.
  await until('the second process', async () => (await vscode.engineProcesses('sweep')).length === 1);
  await vscode.page.close();
  await until('no engine process', async () => (await vscode.engineProcesses()).length === 0);
});
