import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { until } from '../../src/tools/vscode/driver/until.mjs';
import { attentionColor, deltaColor, expectColors, tokenAt } from './support/expectedPaint';
import { Given } from './support/given';
import { reference, type Reference } from './support/reference';
import { story, storyLines } from './support/texts';
import { useVscode } from './support/useVscode';

const other = 'Tom saw a little dog in the park. Tom was happy. The little dog was happy too.';

const open = useVscode({ files: { 'story.txt': story, 'other.txt': `${other}\n` } });
const given = new Given(open);

let clean: Reference;
let ablated: Reference;
beforeAll(async () => {
  const file = join(open().folder, 'story.txt');
  clean = await reference(file);
  ablated = await reference(file, '--ablate', 'L4H3,L4H4', '--kind', 'zero');
});

function deltaOf({ loss }: Reference): (token: number) => number {
  return token => (token === 0 ? 0 : loss[token - 1]! - clean.loss[token - 1]!);
}

/** The tokens by their change under the ablation, the worst first. */
function hurtMost(change: (token: number) => number): number[] {
  return [...clean.tokens.keys()].sort((a, b) => change(b) - change(a));
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}

async function putCursorOn(token: number): Promise<void> {
  const before = story.slice(0, clean.tokens[token]!.start!).split('\n');
  await open().cursorTo(before.length, before.at(-1)!.length + 1);
}

async function isOn(token: number): Promise<boolean> {
  const [line, column] = await open().cursorPosition();
  const lineStart = storyLines.slice(0, line! - 1).reduce((sum, { length }) => sum + length + 1, 0);
  return lineStart + column! - 1 === clean.tokens[token]!.start;
}

/** The model has run on the story, with L4H3 and L4H4 set to zero and the change shown. */
async function storyAblated(): Promise<void> {
  await given.ran('story.txt');
  await given.ablated('4.3 4.4', 'zero');
  await open().statusBarItem(`L4H3 L4H4 ablated · ${signed(ablated.meanDelta!, 3)} nats`);
}

/** The message of the Ablation view above its list. */
async function totals(): Promise<string> {
  const pane = open().page.locator('.pane:has(.pane-header[aria-label^="Ablation"])');
  return (await pane.locator('.message').innerText()).replaceAll(/\s+/g, ' ');
}

it('an ablation of entered heads colours each token by its change', async () => {
  const vscode = open();
  await given.ran('story.txt');
  expect(await vscode.hasCommand('Model Circuits: Restore Ablated Heads')).toBe(false);
  await given.ablate('4.3, L4H4', 'zero');
  await vscode.statusBarItem(`L4H3 L4H4 ablated · ${signed(ablated.meanDelta!, 3)} nats`);
  await expectColors(vscode, storyLines, clean, token => deltaColor(deltaOf(ablated)(token)));
});

it('the Ablation view lists the tokens hurt most with totals and a legend, and goes to each on a click', async () => {
  const vscode = open();
  await storyAblated();
  await vscode.openViewContainer('Model Circuits');
  const rows = await vscode.treeRows('Ablation');
  const change = deltaOf(ablated);
  const worst = hurtMost(change);
  expect(rows.slice(0, 2).map(({ label }) => label)).toEqual(['predicted worse', 'predicted better']);
  expect(rows.slice(2, 6).map(({ description }) => description)).toEqual(
    worst.slice(0, 4).map(token => `${signed(change(token), 2)} · token ${token}`),
  );
  const count = clean.loss.length;
  expect(await totals()).toMatch(
    new RegExp(`^Mean loss ${signed(ablated.meanDelta!, 3).replace('+', '\\+')} nats over ${count} tokens\\. \\d+ top`),
  );
  const [, second] = worst;
  await vscode.page
    .locator('.monaco-list[aria-label="Ablation"] .monaco-list-row')
    .filter({ hasText: `token ${second}` })
    .first()
    .click();
  await until('the cursor on the second worst', () => isOn(second!));
});

it('F8 goes from one hurt token to the next, the worst first', async () => {
  const vscode = open();
  await storyAblated();
  const worst = hurtMost(deltaOf(ablated));
  await putCursorOn(worst[1]!);
  await vscode.page.keyboard.press('F8');
  await until('the cursor on the third worst', () => isOn(worst[2]!));
  for (const token of [worst[1]!, worst[0]!]) {
    await vscode.page.keyboard.press('Shift+F8');
    await until('the cursor on the one before', () => isOn(token));
  }
});

it('the hover shows the predictions before and after', async () => {
  const vscode = open();
  await storyAblated();
  const token = tokenAt(clean, story.indexOf(' said'));
  const card = await vscode.hoverText('said');
  const [before, after] = [clean.loss[token - 1]!, ablated.loss[token - 1]!];
  expect(card).toContain(`loss ${before.toFixed(2)} → ${after.toFixed(2)} nats  ${signed(after - before, 2)}`);
  expect(card).toContain('Without L4H3 L4H4, set to zero');
  expect(card).toContain(`␣said\t${Math.exp(-before).toFixed(3)}\t${Math.exp(-after).toFixed(3)}`);
  await vscode.leaveText();
});

it('the ablation holds for every text that runs', async () => {
  const vscode = open();
  await storyAblated();
  const file = join(vscode.folder, 'other.txt');
  const [before, after] = [await reference(file), await reference(file, '--ablate', 'L4H3,L4H4', '--kind', 'zero')];
  await vscode.openFile('other.txt');
  await vscode.openViewContainer('Model Circuits');
  expect(await vscode.welcomeText('Ablation')).toContain('Run the model on a text to see what the ablation costs');
  await vscode.runCommand('Model Circuits: Run Model');
  await vscode.statusBarItem(`L4H3 L4H4 ablated · ${signed(after.meanDelta!, 3)} nats`);
  await expectColors(vscode, [other], before, token =>
    token === 0 ? [] : deltaColor(after.loss[token - 1]! - before.loss[token - 1]!),
  );
  await vscode.openFile('story.txt');
  await vscode.statusBarItem(`L4H3 L4H4 ablated · ${signed(ablated.meanDelta!, 3)} nats`);
});

it.each(['mean', 'frozen', 'resample'])('the user can set the heads to %s with the same results', async kind => {
  const vscode = open();
  const expected = await reference(join(vscode.folder, 'story.txt'), '--ablate', 'L1H2,L3H0', '--kind', kind);
  await given.ran('story.txt');
  await given.ablate('L1H2 3.0', kind);
  await vscode.statusBarItem(`L1H2 L3H0 ablated · ${signed(expected.meanDelta!, 3)} nats`);
  await expectColors(vscode, storyLines, clean, token => deltaColor(deltaOf(expected)(token)));
});

/** The metric that the extension starts with. */
async function lossMetric(): Promise<void> {
  const { runCommand, quickPick } = open();
  await runCommand('Model Circuits: Choose Ablation Metric…');
  await quickPick.choose('Change of loss');
}

it('the user can name two tokens whose logit difference judges the ablation', async () => {
  const vscode = open();
  const { runCommand, quickPick } = vscode;
  await storyAblated();
  onTestFinished(lossMetric);
  await runCommand('Model Circuits: Choose Ablation Metric…');
  await quickPick.choose('Change of a logit difference…');
  await quickPick.waitFor('First token');
  await quickPick.type(' Tom');
  await quickPick.waitFor('This is 2 tokens (␣T om); name one.');
  await quickPick.type(' Lily');
  await until(
    'the message to go',
    async () => !(await vscode.page.locator('.quick-input-widget').innerText()).includes('name one'),
  );
  await quickPick.accept();
  await quickPick.waitFor('Second token');
  const said = clean.tokens.find(({ text }) => text === ' said')!.id;
  await quickPick.type(`#${said}`);
  await quickPick.accept();
  const lily = clean.tokens.find(({ text }) => text === ' Lily')!.id;
  const difference = (pass: Reference, token: number): number => pass.logit(token, lily) - pass.logit(token, said);
  const change = (token: number): number => difference(ablated, token) - difference(clean, token);
  const changes = [...clean.tokens.keys()].map(change);
  const mean = changes.reduce((sum, one) => sum + one, 0) / changes.length;
  await vscode.statusBarItem(`L4H3 L4H4 ablated · ${signed(mean, 3)} logits`);
  await vscode.openViewContainer('Model Circuits');
  await until('the totals', async () =>
    (await totals()).startsWith(`Mean change of logit(␣Lily) − logit(␣said): ${signed(mean, 3)}.`),
  );
  // A smaller difference is worse.
  await expectColors(vscode, storyLines, clean, token => deltaColor(-change(token)));
});

it('the status bar restores the heads, and the overlay shows attention again', async () => {
  const vscode = open();
  await storyAblated();
  await (await vscode.statusBarItem('L4H3 L4H4 ablated')).click();
  await vscode.quickPick.choose('Restore Ablated Heads');
  await vscode.statusBarItem('all 40 heads, mean · from → to');
  expect(await vscode.page.locator('.statusbar-item').filter({ visible: true, hasText: 'ablated' }).count()).toBe(0);
  await vscode.page.locator('.pane-header[aria-label^="Ablation"]').waitFor({ state: 'detached' });
  const column = storyLines[1]!.indexOf('grass');
  await vscode.cursorTo(2, column + 1);
  const query = tokenAt(clean, storyLines[0]!.length + 1 + column);
  await expectColors(vscode, storyLines, clean, token => {
    const heads = Array.from({ length: 40 }, (_, i) => clean.weight(Math.floor(i / 8), i % 8, query, token));
    return attentionColor(heads.reduce((sum, one) => sum + one, 0) / 40);
  });
});
