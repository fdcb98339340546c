import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { until } from '../../src/tools/vscode/driver/until.mjs';
import { deepAt, deleteFolder, demoAt } from '../support/checkpointVariants';
import { Given } from './support/given';
import { story } from './support/texts';
import { useVscode } from './support/useVscode';

const open = useVscode({
  checkpoint: null,
  files: { 'story.txt': story },
  // Plain JavaScript and sixty layers: a run of some seconds that a test can interrupt.
  machineSettings: { 'modelCircuits.engine.backend': 'cpu' },
  async prepare(folder) {
    await demoAt(join(folder, 'small'));
    await demoAt(join(folder, 'deleted-later'));
    await deepAt(join(folder, 'deep'), 60);
  },
});

const given = new Given(open);
const progress = 'Running the model on story.txt';

async function use(checkpoint: string): Promise<void> {
  const vscode = open();
  await vscode.openViewContainer('Model Circuits');
  await vscode.clickTreeRow('Checkpoints', checkpoint);
}

/** The process that runs the model on texts. Scoring has another process. */
async function engine(): Promise<number> {
  return until('one engine process', async () => {
    const [first, ...others] = await engines();
    return others.length === 0 && first;
  });
}

function engines(): Promise<number[]> {
  return open().engineProcesses('interactive');
}

/** The two models differ in the heads that the status bar shows. */
async function isShown(heads: number): Promise<void> {
  await open().statusBarItem(/\d tokens/);
  await open().statusBarItem(`all ${heads} heads`);
}

/** The checkpoint is active, the model has run on the story, and the engine rests. */
async function atRest(checkpoint: string, heads: number): Promise<void> {
  await given.checkpoint(checkpoint);
  await open().openViewContainer('Explorer');
  await given.editor('story.txt');
  await given.hasRun();
  await given.heads('all');
  await isShown(heads);
}

/** The setting of the plain JavaScript backend, with which this file starts. */
async function onCpu(): Promise<void> {
  const { setMachineSettings, runCommand, statusBarItem } = open();
  await setMachineSettings({ 'modelCircuits.engine.backend': 'cpu' });
  await until('the engine to stop', async () => (await engines()).length === 0);
  await runCommand('Model Circuits: Run Model');
  await statusBarItem(/\d tokens/);
}

it('another checkpoint starts a new run, which shows progress and stops when the user cancels', async () => {
  const vscode = open();
  await atRest('stories260K', 40);
  await use('deep');
  await vscode.waitForNotification(progress);
  await vscode.statusBarItem('running');
  await until('a count', async () => (await vscode.notifications()).some(text => /\d+ of \d+/.test(text)));
  const start = Date.now();
  await vscode.pressInNotification(progress, 'Cancel');
  // The overlay of the run before is still there.
  await isShown(40);
  expect(Date.now() - start).toBeLessThan(5000);
  expect(await vscode.notifications()).toEqual([]);
});

it('a process that is killed at work is replaced, the work is done again, and one message says so', async () => {
  const vscode = open();
  await atRest('stories260K', 40);
  await use('deep');
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

it('a process that is killed at rest is replaced without a message, and the results stay', async () => {
  const vscode = open();
  await atRest('small', 40);
  process.kill(await engine(), 'SIGKILL');
  await until('no engine process', async () => (await engines()).length === 0);
  await given.selectHeads('L1H2');
  await vscode.statusBarItem('L1H2');
  await engine();
  expect(await vscode.notifications()).toEqual([]);
});

it('an error says that a checkpoint was deleted, and the overlay stays', async () => {
  const vscode = open();
  await atRest('deleted-later', 40);
  await given.heads('L1H2');
  await deleteFolder(join(vscode.folder, 'deleted-later'));
  await vscode.openViewContainer('Model Circuits');
  await vscode.treeRow('Checkpoints', 'deleted-later').waitFor({ state: 'hidden' });
  await vscode.openFile('story.txt');
  await vscode.runCommand('Model Circuits: Run Model');
  await vscode.expectError('deleted-later');
  await vscode.statusBarItem('L1H2');
  expect((await vscode.paintOn('One', 1, [[0, 3]]))[0]?.boundary).toBe(true);
});

it('the engine uses another backend when the setting changes', async () => {
  const vscode = open();
  await atRest('stories260K', 40);
  const before = await engine();
  onTestFinished(onCpu);
  await vscode.setMachineSettings({ 'modelCircuits.engine.backend': 'wasm' });
  await until('the engine to stop', async () => !(await engines()).includes(before));
  await vscode.runCommand('Model Circuits: Run Model');
  await vscode.statusBarItem(/WebAssembly · \d+ tokens/);
});

it('the extension stops restarting a process that is killed repeatedly, until the user asks again', async () => {
  const vscode = open();
  const gaveUp = async (): Promise<boolean> =>
    (await vscode.notifications()).some(text => text.includes('is not started again by itself'));
  await atRest('stories260K', 40);
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
