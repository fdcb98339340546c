import { join } from 'node:path';
import { expect, it } from 'vitest';
import { demoAt } from '../support/checkpointVariants';
import { story } from './support/texts';
import { useVscode } from './support/useVscode';

const open = useVscode({
  checkpoint: null,
  files: { 'story.txt': story },
  settings: {
    'security.workspace.trust.enabled': true,
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never',
  },
  prepare: folder => demoAt(join(folder, 'from-a-stranger')),
});

it('the extension reads no checkpoint of a workspace until the user trusts it, and runs the demo meanwhile', async () => {
  const vscode = open();
  await vscode.openViewContainer('Model Circuits');
  await vscode.treeRow('Checkpoints', 'stories-2-layers').waitFor();
  await vscode.rightClickInExplorer('story.txt', 'Run Model');
  await vscode.statusBarItem(/\d tokens/);
  await vscode.statusBarItem('step-003000');
  await vscode.openViewContainer('Model Circuits');
  const runs = (await vscode.treeRows('Checkpoints')).filter(({ level }) => level === 1);
  expect(runs.length).toBeGreaterThan(0);
  expect(runs.filter(({ description }) => !description.endsWith('demo'))).toEqual([]);
  // One window becomes trusted only once, so one test covers both.
  await vscode.runCommand('Workspaces: Manage Workspace Trust');
  await vscode.page.getByRole('button', { name: 'Trust', exact: true }).click();
  await vscode.treeRow('Checkpoints', 'from-a-stranger').waitFor();
});
