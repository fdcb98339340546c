import { join } from 'node:path';
import { expect, it } from 'vitest';
import { until } from '../../src/tools/vscode/driver/until.mjs';
import { deepAt, deleteFolder, demoAt } from '../support/checkpointVariants';
import { story } from './support/texts';
import { useVscode } from './support/useVscode';

const open = useVscode({
  checkpoint: null,
  files: { 'story.txt': story },
  // Plain JavaScript and sixty layers: a run of some seconds, in which to interrupt it.
  machineSettings: { 'modelCircuits.engine.backend': 'cpu' },
  async prepare(folder) {
    await demoAt(join(folder, 'small'));
    await deepAt(join(folder, 'deep'), 60);
  },
});

const progress = 'Running the model on story.txt';

async function use(checkpoint: string): Promise<void> {
  const vscode = open();
  await vscode.openViewContainer('Model Circuits');
  await vscode.clickTreeRow('Checkpoints', checkpoint);
}

/** The process that runs the model on texts; scoring has another. */
async function engine(): Promise<number> {
  return until('one engine process', async () => {
    const [first, ...others] = await engines();
    return others.length === 0 && first;
  });
}

function engines(): Promise<number[]> {
  return open().engineProcesses('interactive');
}

/** The heads that the status bar says are shown tell the two models apart. */
async function isShown(heads: number): Promise<void> {
  await open().statusBarItem(/\d tokens/);
  await open().statusBarItem(`all ${heads} heads`);
}

it('has no process before the first run', async () => {
  const vscode = open();
  await vscode.openFile('story.txt');
  expect(await vscode.engineProcesses()).toEqual([]);
  await vscode.runCommand('Model Circuits: Run Model');
  await isShown(8);
  await engine();
});

it('runs again when another checkpoint is chosen, says how far it is, and stops when it is told to', async () => {
  const vscode = open();
  await use('deep');
  await vscode.waitForNotification(progress);
  await vscode.statusBarItem('running');
  await until('a count', async () => (await vscode.notifications()).some(text => /\d+ of \d+/.test(text)));
  const start = Date.now();
  await vscode.pressInNotification(progress, 'Cancel');
  // What was there before is still there.
  await isShown(8);
  expect(Date.now() - start).toBeLessThan(5000);
  expect(await vscode.notifications()).toEqual([]);
});

it('comes back when it is killed at work: the work is done again, and one message says so', async () => {
  const vscode = open();
  await vscode.runCommand('Model Circuits: Run Model');
  await vscode.waitForNotification(progress);
  const killed = await engine();
  process.kill(killed, 'SIGKILL');
  await vscode.waitForNotification(
    'The engine was ended by SIGKILL. It was restarted, and the work it had is being done',
  );
  await isShown(480);
  expect((await vscode.notifications()).filter(text => text.includes('SIGKILL'))).toHaveLength(1);
  expect(await engine()).not.toBe(killed);
  await vscode.clearNotifications();
});

it('comes back unnoticed when it is killed at rest, with what it knew', async () => {
  const vscode = open();
  await use('small');
  await isShown(40);
  process.kill(await engine(), 'SIGKILL');
  await until('no engine process', async () => (await engines()).length === 0);
  await vscode.runCommand('Model Circuits: Select Heads…');
  await vscode.quickPick.type('L1H2');
  await vscode.quickPick.accept();
  await vscode.statusBarItem('L1H2');
  await engine();
  expect(await vscode.notifications()).toEqual([]);
});

it('tells that a checkpoint has been deleted, and keeps what was shown of it', async () => {
  const vscode = open();
  await deleteFolder(join(vscode.folder, 'small'));
  await vscode.treeRow('Checkpoints', 'small').waitFor({ state: 'hidden' });
  await vscode.openFile('story.txt');
  await vscode.runCommand('Model Circuits: Run Model');
  await vscode.expectError('small');
  await vscode.statusBarItem('L1H2');
  expect((await vscode.paintOn('One', 1, [[0, 3]]))[0]?.boundary).toBe(true);
});

it('computes elsewhere when the setting changes', async () => {
  const vscode = open();
  const before = await engine();
  await vscode.setMachineSettings({ 'modelCircuits.engine.backend': 'wasm' });
  await until('the engine to stop', async () => !(await engines()).includes(before));
  await use('stories260K');
  await vscode.statusBarItem(/WebAssembly · \d+ tokens/);
});

it('gives up when it is killed again and again, until the person asks for another try', async () => {
  const vscode = open();
  const gaveUp = async (): Promise<boolean> =>
    (await vscode.notifications()).some(text => text.includes('is not started again by itself'));
  await vscode.setMachineSettings({ 'modelCircuits.engine.backend': 'cpu' });
  await until('the engine to stop', async () => (await engines()).length === 0);
  const running = vscode.page.locator('.statusbar-item').filter({ visible: true, hasText: 'running' });
  await use('deep');
  for (let attempt = 0; attempt < 5 && !(await gaveUp()); attempt++) {
    if (attempt > 0) await vscode.runCommand('Model Circuits: Run Model');
    await running.waitFor();
    await until('the run to fail', async () => {
      for (const id of await engines()) process.kill(id, 'SIGKILL');
      return (await running.count()) === 0;
    });
  }
  await vscode.expectError('The engine ended 5 times within five minutes', 'The engine was ended by SIGKILL');
  await vscode.runCommand('Model Circuits: Restart Engine');
  await use('stories260K');
  await vscode.statusBarItem('stories260K');
  await vscode.statusBarItem(/\d tokens/);
  await engine();
});

it('leaves no process behind when the window is closed', async () => {
  const vscode = open();
  await engine();
  // The snapshots in sight are scored, and so are the heads in use, in a process of its own.
  await until('another process', async () => (await vscode.engineProcesses('sweep')).length === 1);
  await vscode.page.close();
  await until('no engine process', async () => (await vscode.engineProcesses()).length === 0);
});
