import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import { until } from '../../src/tools/vscode/driver/until.mjs';
import { inRepository } from '../support/fixtures';
import { deltaColor } from './support/expectedPaint';
import { Given } from './support/given';
import { HeadsView } from './support/headsView';
import { referenceOf, type Reference } from './support/reference';
import { useVscode } from './support/useVscode';

// The steps of the walkthrough on the bundled run: its buttons run these commands.
const open = useVscode({
  files: { 'notes.txt': 'Nothing of this is needed.\n' },
  checkpoint: null,
  viewport: { width: 1280, height: 1000 },
  settings: { 'editor.wordWrap': 'on' },
});

const model = inRepository('media/demo/stories-2-layers/step-003000');
const sample = inRepository('media/demo/sample.txt');

let text: string;
let clean: Reference;
let withoutInduction: Reference;
beforeAll(async () => {
  text = await readFile(sample, 'utf8');
  clean = await referenceOf(model, sample);
  withoutInduction = await referenceOf(model, sample, '--ablate', 'L1H0,L1H3', '--kind', 'zero');
});

const given = new Given(open);
const panel = (): HeadsView => new HeadsView(open());

/** The model has run on the sample, by the command of the walkthrough, and no head is ablated. */
async function sampleIsRun(): Promise<void> {
  const vscode = open();
  const tab = vscode.page.locator('.tab.active[data-resource-name="sample.txt"]');
  if ((await tab.count()) === 0) {
    await vscode.runCommand('View: Close All Editors');
    await vscode.runCommand('Model Circuits: Try It on a Sample Text');
    await tab.waitFor();
  }
  await vscode.statusBarItem(`${clean.tokens.length} tokens`);
  await given.nothingAblated();
}

/** The same, with scored heads, because the commands that ablate heads of a type need the types. */
async function sampleIsScored(): Promise<void> {
  await sampleIsRun();
  await panel().open();
  await panel().scored();
}

/** A negative cost, written with a true minus sign, is a gain. */
function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

/** The word around a token, its number among equal words on screen, and the range of the token in it. */
function wordAround(token: number): { word: string; occurrence: number; part: [number, number] } {
  const { start, end } = clean.tokens[token]!;
  // A token begins with the space before its word.
  const from = text[start!] === ' ' ? start! + 1 : start!;
  const wordStart = text.slice(0, from).search(/\S*$/);
  const [word = ''] = /^\S+/.exec(text.slice(wordStart)) ?? [];
  let occurrence = 0;
  for (let at = text.indexOf(word); at >= 0 && at <= wordStart; at = text.indexOf(word, at + word.length)) occurrence++;
  return { word, occurrence, part: [from - wordStart, end! - wordStart] };
}

it('the walkthrough opens, and the button of its first step runs the model on the sample', async () => {
  const vscode = open();
  await given.nothingAblated();
  await vscode.runCommand('Welcome: Open Walkthrough...');
  await vscode.quickPick.waitFor('Find the Induction Heads of a Small Model');
  await vscode.quickPick.choose('Find the Induction Heads of a Small Model');
  await vscode.page.getByRole('button', { name: 'Run Model on a Sample' }).click();
  await vscode.statusBarItem('all 8 heads');
  await vscode.statusBarItem('step-003000');
  await vscode.statusBarItem(`${clean.tokens.length} tokens`);
});

it('the command alone runs the model on the sample', async () => {
  const vscode = open();
  await given.nothingAblated();
  await vscode.runCommand('View: Close All Editors');
  await vscode.runCommand('Model Circuits: Try It on a Sample Text');
  await vscode.page.locator('.tab.active[data-resource-name="sample.txt"]').waitFor();
  await vscode.statusBarItem('all 8 heads');
  expect((await vscode.paintOn('Melira'))[0]!.opacity).toBe(1);
});

it('the hover explains a word that stood earlier in the text', async () => {
  const vscode = open();
  await sampleIsRun();
  await vscode.runCommand('Model Circuits: Hover a Repeated Word');
  const card = await until('the hover', async () => {
    const cards = await vscode.hover.allInnerTexts();
    return cards.map(one => one.replaceAll('\u00a0', ' ')).find(one => one.includes('from')) ?? null;
  });
  const [, number = ''] = /token (\d+)/.exec(card) ?? [];
  const token = clean.tokens[Number(number)]!;
  expect(clean.tokens.slice(0, Number(number)).map(({ id }) => id)).toContain(token.id);
  // The beginning of a name, which continues as it did before.
  expect(token.text).toMatch(/^\s\p{Lu}/u);
  const [line, column] = await vscode.cursorPosition();
  const cursor =
    text
      .split('\n')
      .slice(0, line! - 1)
      .join('\n').length +
    (line! > 1 ? 1 : 0) +
    column! -
    1;
  expect(cursor).toBeGreaterThanOrEqual(token.start!);
  expect(cursor).toBeLessThanOrEqual(token.end!);
  await vscode.page.keyboard.press('Escape');
  await vscode.leaveText();
});

it('the Heads view puts the induction heads first', async () => {
  await sampleIsScored();
  const [first, second, ...others] = await panel().rows();
  expect([first!.name, second!.name].toSorted()).toEqual(['L1H0', 'L1H3']);
  expect([first!.type, second!.type]).toEqual(['induction', 'induction']);
  expect(others.find(({ name }) => name === 'L0H3')!.type).toBe('previous token');
});

it('an ablation of the induction heads hurts repeated names', async () => {
  const vscode = open();
  await sampleIsScored();
  await vscode.runCommand('Model Circuits: Ablate All Induction Heads');
  await vscode.statusBarItem(`L1H0 L1H3 ablated · ${signed(withoutInduction.meanDelta!)} nats`);
  await panel().collapse('Ablation');
  const change = (token: number): number => withoutInduction.loss[token - 1]! - clean.loss[token - 1]!;
  const named = /Melira|Zadenu|Tosaford|Rivodale/;
  const hurt = [...clean.tokens.keys()]
    .slice(1)
    .filter(token => /\p{L}/u.test(clean.tokens[token]!.text) && clean.tokens[token]!.start !== null)
    .filter(token => change(token) > 2)
    .filter(token => named.test(wordAround(token).word) && wordAround(token).occurrence > 1);
  expect(hurt.length).toBeGreaterThan(5);
  const wrong: string[] = [];
  for (const token of hurt) {
    const { word, occurrence, part } = wordAround(token);
    const wanted = deltaColor(change(token)).join();
    await until(
      `the cost of ${word}`,
      async () => (await vscode.paintOn(word, occurrence, [part]))[0]!.colors.join() === wanted,
      3000,
    ).catch(() => wrong.push(`${word} ${occurrence} [${part.join()}]: not ${wanted}`));
  }
  expect(wrong).toEqual([]);
});

it('an ablation of the previous-token heads removes induction from the recomputed scores', async () => {
  const vscode = open();
  await sampleIsScored();
  const expected = await referenceOf(model, sample, '--ablate', 'L0H3', '--kind', 'zero');
  await vscode.runCommand('Model Circuits: Ablate All Previous-Token Heads');
  await vscode.statusBarItem(`L0H3 ablated · ${signed(expected.meanDelta!)} nats`);
  await vscode.runCommand('Model Circuits: Recompute Scores Under the Ablation');
  await until('both scores', async () => (await panel().rows()).every(({ scores }) => scores[0]?.includes('→')));
  await panel().scored();
  const rows = await panel().rows();
  expect(rows).toHaveLength(8);
  const [before, after] = [0, 1].map(part => rows.map(({ scores }) => Number(scores[0]!.split(' → ')[part])));
  expect(Math.max(...before!)).toBeGreaterThan(0.8);
  expect(Math.max(...after!)).toBeLessThan(0.1);
});

it('a command restores the model', async () => {
  const vscode = open();
  await sampleIsScored();
  await vscode.runCommand('Model Circuits: Ablate All Previous-Token Heads');
  await vscode.statusBarItem('L0H3 ablated');
  await vscode.runCommand('Model Circuits: Recompute Scores Under the Ablation');
  await until('both scores', async () => (await panel().rows()).every(({ scores }) => scores[0]?.includes('→')));
  await vscode.runCommand('Model Circuits: Restore Ablated Heads');
  await vscode.statusBarItem('all 8 heads');
  await until('the scores of the whole model', async () =>
    (await panel().rows()).every(({ scores }) => !scores[0]?.includes('→')),
  );
  expect(await vscode.hasCommand('Model Circuits: Restore Ablated Heads')).toBe(false);
});
