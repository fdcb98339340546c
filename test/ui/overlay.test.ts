import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { until } from '../../src/tools/vscode/driver/until.mjs';
import { attentionColor, expectColors, tokenAt } from './support/expectedPaint';
import { Given } from './support/given';
import { reference, type Reference } from './support/reference';
import { story, storyLines } from './support/texts';
import { useVscode } from './support/useVscode';

const open = useVscode({ files: { 'story.txt': story } });
const given = new Given(open);

/** The overlay is on the story, for these heads, from the query. */
async function overlayOf(heads: string): Promise<void> {
  await given.oneGroup();
  await given.ran('story.txt');
  await given.heads(heads);
  await given.fromQuery();
}

let demo: Reference;
beforeAll(async () => {
  demo = await reference(join(open().folder, 'story.txt'));
});

const heads = Array.from({ length: 40 }, (_, i) => ({ layer: Math.floor(i / 8), head: i % 8 }));

async function putCursorOn(line: number, text: string): Promise<number> {
  const column = storyLines[line - 1]!.indexOf(text);
  await open().cursorTo(line, column + 1);
  return tokenAt(demo, offsetOf(line, column));
}

function offsetOf(line: number, column: number): number {
  return storyLines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0) + column;
}

/** The line of a token, and its range in the line. */
function placeOf(token: number): { number: number; line: string; part: [number, number] } {
  const { start, end } = demo.tokens[token]!;
  const index = storyLines.findIndex((line, i) => start! < offsetOf(i + 1, line.length + 1));
  const lineStart = offsetOf(index + 1, 0);
  return { number: index + 1, line: storyLines[index]!, part: [start! - lineStart, end! - lineStart] };
}

async function putCursorOnToken(token: number): Promise<void> {
  const { number, part } = placeOf(token);
  await open().cursorTo(number, part[0] + 1);
}

async function tickHeads(...labels: string[]): Promise<void> {
  const { runCommand, quickPick } = open();
  await runCommand('Model Circuits: Select Heads…');
  await quickPick.waitFor('Select Heads');
  for (const label of labels) await quickPick.choose(label);
  await quickPick.accept();
}

it('the overlay shows how much the token at the cursor attends to each token, in a head entered as L4H3', async () => {
  const vscode = open();
  await overlayOf('all');
  await given.selectHeads('L4H3');
  await vscode.statusBarItem('L4H3 · from → to');
  const query = await putCursorOn(4, 'ball');
  await expectColors(vscode, storyLines, demo, token => attentionColor(demo.weight(4, 3, query, token)));
  const { line, part } = placeOf(query);
  const outlined = (await vscode.paintOn(line, 1, [part, [0, 1]])).map(paint => paint.outlined);
  expect(outlined).toEqual([true, false]);
});

it('the overlay follows the cursor', async () => {
  await overlayOf('L4H3');
  await putCursorOn(4, 'ball');
  const query = await putCursorOn(5, 'red');
  await expectColors(open(), storyLines, demo, token => attentionColor(demo.weight(4, 3, query, token)));
});

it('the overlay shows the other direction: the tokens that attend to the token at the cursor', async () => {
  const vscode = open();
  await overlayOf('L4H3');
  const key = await putCursorOn(2, 'red');
  await vscode.runCommand('Model Circuits: Toggle Direction (from ↔ to)');
  await vscode.statusBarItem('L4H3 · to ← from');
  await expectColors(vscode, storyLines, demo, token => attentionColor(demo.weight(4, 3, token, key)));
});

it('the overlay shows the mean of the heads entered as 3.5 2.1, and the largest weight if the setting says so', async () => {
  const vscode = open();
  await overlayOf('all');
  await given.selectHeads('3.5 2.1');
  await vscode.statusBarItem('L2H1 L3H5, mean');
  const query = await putCursorOn(4, 'said');
  const [a, b] = [
    (token: number) => demo.weight(3, 5, query, token),
    (token: number) => demo.weight(2, 1, query, token),
  ];
  await expectColors(vscode, storyLines, demo, token => attentionColor((a(token) + b(token)) / 2));
  await given.settings({ 'modelCircuits.overlay.aggregate': 'max' }, { 'modelCircuits.overlay.aggregate': 'mean' });
  await vscode.statusBarItem('L2H1 L3H5, max');
  await expectColors(vscode, storyLines, demo, token => attentionColor(Math.max(a(token), b(token))));
});

it('a quick pick adds ticked heads, and an error appears for a head that the model does not have', async () => {
  const vscode = open();
  await overlayOf('L2H1 L3H5');
  await tickHeads('L0H1', 'L0H3');
  await vscode.statusBarItem('4 heads, mean');
  await tickHeads('L0H1', 'L0H3');
  await vscode.statusBarItem('L2H1 L3H5, mean');
  await vscode.runCommand('Model Circuits: Select Heads…');
  await vscode.quickPick.type('7.1');
  await vscode.quickPick.waitFor('no L7H1 in 5 layers × 8 heads');
  await vscode.quickPick.cancel();
});

it('the overlay shows all heads again', async () => {
  const vscode = open();
  await overlayOf('L4H3');
  await tickHeads('All heads: mean weight');
  await vscode.statusBarItem('all 40 heads, mean');
  const query = await putCursorOn(3, 'boy');
  const mean = (token: number): number =>
    heads.reduce((sum, { layer, head }) => sum + demo.weight(layer, head, query, token), 0) / heads.length;
  await expectColors(vscode, storyLines, demo, token => attentionColor(mean(token)));
});

it('the overlay hides the start token, rescales the other weights, and gives the hidden share', async () => {
  const vscode = open();
  // The head, and the token, that attend to the start token most, but not to it alone.
  const share = (layer: number, head: number, query: number): number => demo.weight(layer, head, query, 0);
  const candidates = heads.flatMap(({ layer, head }) => [...demo.tokens.keys()].map(query => ({ layer, head, query })));
  const { layer, head, query } = candidates
    .filter(one => demo.tokens[one.query]!.text.trim().length > 1 && share(one.layer, one.head, one.query) < 0.9)
    .reduce((a, b) => (share(a.layer, a.head, a.query) > share(b.layer, b.head, b.query) ? a : b));
  const hidden = share(layer, head, query);
  await overlayOf(`L${layer}H${head}`);
  await putCursorOnToken(query);
  await vscode.runCommand('Model Circuits: Hide or Show Start Token');
  await vscode.statusBarItem(`start hidden (${Math.round(100 * hidden)} %)`);
  await expectColors(vscode, storyLines, demo, token =>
    attentionColor(demo.weight(layer, head, query, token) / (1 - hidden)),
  );
  const { line, part } = placeOf(query);
  expect(await vscode.hoverText(line.slice(...part).trim())).toContain(`start token, hidden\t${hidden.toFixed(3)}`);
  await vscode.leaveText();
});

it('the overlay sums the attention of several cursors, and of a selection', async () => {
  const vscode = open();
  await overlayOf('L4H3');
  const column = storyLines[1]!.indexOf('red');
  const first = await putCursorOn(2, 'red');
  await vscode.runCommand('Add Cursor Below');
  const second = tokenAt(demo, offsetOf(3, column));
  await expectColors(vscode, storyLines, demo, token =>
    attentionColor(demo.weight(4, 3, first, token) + demo.weight(4, 3, second, token)),
  );
  await vscode.page.keyboard.press('Escape');
  await putCursorOn(4, 'Tom');
  const length = 'Tom. "Do you'.length;
  for (let i = 0; i < length; i++) await vscode.page.keyboard.press('Shift+ArrowRight');
  const start = offsetOf(4, storyLines[3]!.indexOf('Tom'));
  const queries = [...demo.tokens.keys()].filter(token => {
    const place = demo.tokens[token]!;
    return place.start !== null && place.start < start + length && place.end! > start;
  });
  expect(queries.length).toBeGreaterThan(3);
  await expectColors(vscode, storyLines, demo, token =>
    attentionColor(queries.reduce((sum, query) => sum + demo.weight(4, 3, query, token), 0)),
  );
});

it('the hover gives the token, its sources and the predictions, with links to the sources', async () => {
  const vscode = open();
  await overlayOf('L4H3');
  const query = await putCursorOn(4, ' said');
  const strongest = [...demo.tokens.keys()]
    .sort((a, b) => demo.weight(4, 3, query, b) - demo.weight(4, 3, query, a))
    .find(token => demo.tokens[token]!.start !== null)!;
  const loss = demo.loss[query - 1]!;
  const card = await vscode.hoverText('said');
  expect(card).toContain(`token ${query}`);
  expect(card).toContain(`loss ${loss.toFixed(2)} nats · p ${Math.exp(-loss).toFixed(3)}`);
  expect(card).toContain('L4H3 from');
  expect(card).toContain(demo.weight(4, 3, query, strongest).toFixed(3));
  expect(card).toMatch(/next (\S+ <?\d\.\d{3}( · )?){5}/);
  await vscode.hover
    .getByRole('link', { name: new RegExp(demo.tokens[strongest]!.text.trim()) })
    .first()
    .click();
  const start = demo.tokens[strongest]!.start!;
  const line = story.slice(0, start).split('\n').length;
  await vscode.leaveText();
  await until('the cursor on the source', async () => {
    const [cursorLine, column] = await vscode.cursorPosition();
    return cursorLine === line && offsetOf(line, column! - 1) === start;
  });
  await expectColors(vscode, storyLines, demo, token => attentionColor(demo.weight(4, 3, strongest, token)));
});

it('two editors show the text, each with its own cursor', async () => {
  const vscode = open();
  await overlayOf('L4H3');
  const left = await putCursorOn(2, 'ball');
  await vscode.runCommand('View: Split Editor Right');
  const right = await putCursorOn(5, 'played');
  // The sidebar is closed, so that no line is cut off.
  await vscode.runCommand('View: Toggle Primary Side Bar Visibility');
  await expectColors(vscode, storyLines, demo, token => attentionColor(demo.weight(4, 3, right, token)));
  await vscode.runCommand('View: Focus First Editor Group');
  await expectColors(vscode, storyLines, demo, token => attentionColor(demo.weight(4, 3, left, token)));
  await vscode.runCommand('View: Close All Editors in Group');
  await vscode.runCommand('View: Toggle Primary Side Bar Visibility');
});

it('high contrast draws borders around keys, and a light theme has colours of its own', async () => {
  const vscode = open();
  await overlayOf('L4H3');
  const query = await putCursorOn(4, 'ball');
  const strongest = demo.tokens.findIndex((_, token) => token > 0 && demo.weight(4, 3, query, token) > 0.1);
  const place = placeOf(strongest);
  for (const theme of [
    'Default High Contrast',
    'Default High Contrast Light',
    'Light Modern',
    'Dark Modern',
  ] as const) {
    await given.theme(theme);
    await until(`the colours of ${theme}`, async () => {
      const [paint] = await vscode.paintOn(place.line, 1, [place.part]);
      return paint!.colors.join() === attentionColor(demo.weight(4, 3, query, strongest)).join();
    });
    const [paint] = await vscode.paintOn(place.line, 1, [place.part]);
    expect(paint!.bordered).toBe(theme.includes('Contrast'));
  }
});

it('a click on the status bar opens the choices', async () => {
  const vscode = open();
  await overlayOf('L4H3');
  await putCursorOn(4, 'ball');
  await (await vscode.statusBarItem('stories260K')).click();
  await vscode.quickPick.waitFor('Model Circuits');
  expect(await vscode.quickPick.items()).toEqual([
    'Run Model',
    'Choose Checkpoint',
    'Open Attention View',
    'Select Heads…',
    'Toggle Direction',
    'Hide or Show Start Token',
    'Ablate Head…',
    'Clear Overlay',
    'Restart Engine',
    'Show Log',
    'Settings',
  ]);
  await vscode.quickPick.choose('Clear Overlay');
  await expectColors(vscode, storyLines, demo, () => []);
  expect((await vscode.paintOn('One'))[0]).toMatchObject({ boundary: false, outlined: false });
});
