import { it } from 'vitest';
import { until } from '../../src/tools/vscode/driver/until.mjs';
import { Given } from './support/given';
import { story } from './support/texts';
import { useVscode } from './support/useVscode';

// A file of its own, because the test closes the window.
const open = useVscode({ checkpoint: null, files: { 'story.txt': story } });
const given = new Given(open);

it('a closed window leaves no process behind', async () => {
  const vscode = open();
  await given.editor('story.txt');
  await given.hasRun();
  await vscode.openViewContainer('Model Circuits');
  // The extension scores the snapshots in sight and the heads of the active checkpoint in a process of its own.
  await until('both processes', async () => {
    const [interactive, sweep] = [await vscode.engineProcesses('interactive'), await vscode.engineProcesses('sweep')];
    return interactive.length === 1 && sweep.length === 1;
  });
  await vscode.page.close();
  await until('no engine process', async () => (await vscode.engineProcesses()).length === 0);
});
