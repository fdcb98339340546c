import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tfjsNodeFolder } from '../../src/tools/tensorflow/files.mjs';
import { until } from '../../src/tools/vscode/driver/until.mjs';
import { deleteFolder } from '../support/checkpointVariants';
import { inRepository } from '../support/fixtures';
import { seriousFaults } from './support/axe';
import { attentionColor, expectColors } from './support/expectedPaint';
import { Given } from './support/given';
import { HeadsView } from './support/headsView';
import { referenceOf } from './support/reference';
import { story, storyLines } from './support/texts';
import { TrainingView } from './support/trainingView';
import { useVscode } from './support/useVscode';

const open = useVscode({
  files: { 'story.txt': story },
  checkpoint: null,
  viewport: { width: 1280, height: 1100 },
  env: { MODEL_CIRCUITS_TENSORFLOW_PATH: tfjsNodeFolder },
});

const given = new Given(open);
const training = (): TrainingView => new TrainingView(open());
const name = 'repeat-2-layers';
const runFolder = (): string => join(open().folder, 'runs', name);

/** The steps of the snapshots on disk. */
async function written(): Promise<number[]> {
  const names = await readdir(runFolder()).catch(() => []);
  return names.flatMap(one => (/^step-\d+$/.test(one) ? [Number(one.slice(5))] : [])).toSorted((a, b) => a - b);
}

/** The rows of the run and its snapshots in the tree. The user's own runs come first. */
async function tree(): Promise<{ run: string; snapshots: { step: number; description: string }[] }> {
  const rows = await open().treeRows('Checkpoints');
  const start = rows.findIndex(({ label }) => label === name);
  if (start < 0) return { run: '', snapshots: [] };
  const after = rows.slice(start + 1);
  const end = after.findIndex(({ level }) => level === 1);
  const own = end < 0 ? after : after.slice(0, end);
  return {
    run: rows[start]!.description,
    snapshots: own.map(({ label, description }) => ({ step: Number(label.slice(5)), description })),
  };
}

async function loggedSteps(): Promise<number[]> {
  const lines = (await readFile(join(runFolder(), 'log.jsonl'), 'utf8')).trim().split('\n');
  return lines.map(line => (JSON.parse(line) as { step: number }).step);
}

async function noTrainingProcess(): Promise<void> {
  await until('no training process', async () => (await open().engineProcesses('training')).length === 0);
}

it('a click on each snapshot runs the text again, and shows how attention sharpens', async () => {
  const vscode = open();
  await given.ran('story.txt');
  await given.heads('L1H3');
  await vscode.openViewContainer('Model Circuits');
  await new HeadsView(vscode).collapse('Heads');
  const line = 5;
  const column = storyLines[line - 1]!.indexOf(' big') + 1;
  await vscode.cursorTo(line, column + 1);
  for (const step of ['step-000248', 'step-002135', 'step-003000']) {
    await vscode.clickTreeRow('Checkpoints', step);
    await vscode.statusBarItem(step);
    const snapshot = await referenceOf(
      inRepository('media/demo/stories-2-layers', step),
      join(vscode.folder, 'story.txt'),
    );
    const at = story.length - 1 - storyLines[line - 1]!.length + column;
    const query = snapshot.tokens.findIndex(({ start, end }) => start !== null && start <= at && at < end!);
    await expectColors(vscode, storyLines, snapshot, token => attentionColor(snapshot.weight(1, 3, query, token)));
  }
});

/** A new run has started with the first choices of the command. The run of the test before is deleted. */
async function start(): Promise<void> {
  const vscode = open();
  // A snapshot of token ids cannot run on a text, and would say so.
  await given.cleared();
  if (['Training', 'Paused'].includes(await training().phase())) {
    await training().press('Stop');
    await training().untilPhase('Stopped');
  }
  if (existsSync(runFolder())) await deleteFolder(runFolder());
  await vscode.runCommand('Model Circuits: Train a Small Model…');
  await vscode.quickPick.waitFor('1 of 3');
  await vscode.quickPick.choose('Repeated random tokens');
  await vscode.quickPick.waitFor('2 of 3');
  await vscode.quickPick.choose('2 layers');
  await vscode.quickPick.waitFor('3 of 3');
  await vscode.quickPick.accept();
  await training().untilPhase('Training');
}

it('training runs in a process of its own, shows its progress, and lists snapshots as it writes them', async () => {
  const vscode = open();
  await start();
  expect(await vscode.engineProcesses('training')).toHaveLength(1);
  expect(await training().text('header h2')).toBe(name);
  expect(await training().text('header p')).toMatch(/^2 layers × 4 heads, .*seed 0/);
  await until('some steps', async () => (await training().step()) >= 5);
  await until('how long it takes', async () =>
    /^step \d+ of 700 \d+ (s|min) left training loss \d\.\d{3} [\d,]+ tokens\/s$/.test(
      await training().text('header .values'),
    ),
  );
  const bar = (await training().frame()).getByRole('progressbar');
  expect(Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
  expect(await bar.getAttribute('aria-valuemax')).toBe('700');
  await until('some snapshots', async () => (await written()).length >= 4, 90_000);
  expect(await training().phase()).toBe('Training');
  const onDisk = await written();
  await until('those in the tree', async () => (await tree()).snapshots.length >= onDisk.length);
  await until(
    'their bars',
    async () => {
      const { snapshots } = await tree();
      return snapshots
        .slice(0, onDisk.length)
        .every(({ description }) => /^[▰▱]{5} \.\d\d · loss \d\.\d\d$/.test(description));
    },
    30_000,
  );
  const { run, snapshots } = await tree();
  expect(run).toBe(`${snapshots.length} snapshots`);
  expect(snapshots.map(({ step }) => step)).toEqual(snapshots.map((_, i) => 25 * i));
  expect(await training().snapshots()).toEqual(expect.arrayContaining(onDisk));
  expect(await training().phase()).toBe('Training');
});

it('pause waits for the running step and ends the process, and the curves can be read and exported meanwhile', async () => {
  await start();
  await until('some snapshots', async () => (await written()).length >= 3, 90_000);
  await training().press('Pause');
  await training().untilPhase('Paused');
  await noTrainingProcess();
  expect(await training().step()).toBeGreaterThan((await written()).at(-1)! - 1);
  expect(await open().hasCommand('Model Circuits: Pause Training')).toBe(false);

  expect(await seriousFaults(await training().frame())).toEqual([]);
  await given.theme('Light Modern');
  expect(await seriousFaults(await training().frame())).toEqual([]);

  const vscode = open();
  const save = async (format: string): Promise<string> => {
    const file = join(vscode.folder, `curves.${format}`);
    await vscode.runCommand(`Model Circuits: Export Training Curves as ${format.toUpperCase()}…`);
    await vscode.quickPick.saveAs(file);
    return until(`curves.${format}`, () =>
      readFile(file, 'utf8').then(
        content => content || null,
        () => null,
      ),
    );
  };
  const svg = await save('svg');
  expect(svg).toMatch(/^<svg|^<\?xml/);
  expect(svg).toContain(name);
  expect(svg).toContain('seed 0');
  expect(svg).not.toMatch(/NaN|undefined|<!--/);
  const csv = (await save('csv')).trim().split('\n');
  expect(csv.slice(1).map(row => Number(row.split(',')[0]))).toEqual(await loggedSteps());

  // The mark takes no clicks, but the strip under it does.
  await (await training().snapshot(50)).click({ force: true });
  await until('the mark', async () => (await (await training().snapshot(50)).getAttribute('aria-checked')) === 'true');
  await until('the tree', async () => {
    const { snapshots } = await tree();
    return snapshots.filter(({ description }) => description.startsWith('active ')).map(({ step }) => step)[0] === 50;
  });
});

it('training resumes at the same step and continues; stop is final and keeps the snapshots', async () => {
  const vscode = open();
  await start();
  await until('some snapshots', async () => (await written()).length >= 3, 90_000);
  await training().press('Pause');
  await training().untilPhase('Paused');
  const pausedAt = await training().step();
  const before = await written();
  await training().press('Resume');
  await training().untilPhase('Training');
  expect(await training().step()).toBeGreaterThanOrEqual(pausedAt);
  expect(await vscode.engineProcesses('training')).toHaveLength(1);
  await until('another snapshot', async () => (await written()).length > before.length, 60_000);
  expect((await written()).slice(0, before.length)).toEqual(before);
  const steps = await loggedSteps();
  expect(steps).toEqual(steps.map((_, i) => 25 * i));

  await training().press('Stop');
  await training().untilPhase('Stopped');
  await noTrainingProcess();
  const onDisk = await written();
  expect(onDisk.length).toBeGreaterThanOrEqual(4);
  expect(await training().step()).toBeLessThan(700);
  await until('all in the tree', async () => {
    const { snapshots } = await tree();
    return snapshots.map(({ step }) => step).join() === onDisk.join();
  });
});
