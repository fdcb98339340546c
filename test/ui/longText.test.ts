import { join } from 'node:path';
import { expect, it } from 'vitest';
import { until } from '../host/driver/until.mjs';
import { tokenAt } from './support/expectedPaint';
import { reference } from './support/reference';
import { longStory } from './support/texts';
import { useVscode } from './support/useVscode';

const text = longStory(6);
const lines = text.split('\n');

const open = useVscode({
  files: { 'long.txt': text },
  // So that the overview ruler is the text from its first line to its last.
  settings: { 'editor.scrollBeyondLastLine': false, 'editor.minimap.enabled': false },
});

/** What the extension has drawn; VS Code draws too. */
const ours = '.view-overlays .cdr[class*="ced-"]';

const heads = Array.from({ length: 40 }, (_, i) => ({ layer: Math.floor(i / 8), head: i % 8 }));

it('shows an overlay of 512 tokens soon after Run Model', async () => {
  const vscode = open();
  await vscode.openFile('long.txt');
  const times: number[] = [];
  for (let run = 0; run < 2; run++) {
    const start = Date.now();
    await vscode.pressEditorAction('Run Model');
    await vscode.page.locator('.statusbar-item', { hasText: '512 tokens' }).waitFor();
    await vscode.page.locator(ours).first().waitFor();
    times.push(Date.now() - start);
    await vscode.runCommand('Model Circuits: Clear Overlay');
    await vscode.page.locator(ours).first().waitFor({ state: 'detached' });
  }
  console.log(`Run Model to overlay, 512 tokens: ${times[0]} ms at first, then ${times[1]} ms`);
});

it('follows the cursor through 512 tokens without holding up the window', async () => {
  const vscode = open();
  await vscode.pressEditorAction('Run Model');
  await vscode.statusBarItem('512 tokens');
  await vscode.cursorTo(16, 1);
  await vscode.page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { longTasks: tasks });
    new PerformanceObserver(list => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
  });
  const start = Date.now();
  for (let i = 0; i < 150; i++) await vscode.page.keyboard.press('ArrowRight');
  await until('the last query to be outlined', async () => {
    const [paint] = await vscode.paintOn(lines[18]!, 3, [[11, 12]]); // column 12, in the third chapter, all on screen
    return paint?.outlined;
  });
  const time = Date.now() - start;
  const tasks = await vscode.page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
  console.log(
    `150 moves of the cursor through 512 tokens in ${time} ms; ${tasks.length} long tasks (over 50 ms), ` +
      `the longest ${Math.max(0, ...tasks)} ms`,
  );
});

it('marks keys that are far away in the overview ruler', async () => {
  const vscode = open();
  const demo = await reference(join(vscode.folder, 'long.txt'));
  const { runCommand, quickPick } = vscode;
  await runCommand('Model Circuits: Select Heads…');
  await quickPick.choose('All heads: largest weight');
  await quickPick.accept();
  await vscode.statusBarItem('all 40 heads, max');
  const lineNumber = 26;
  const column = lines[lineNumber - 1]!.indexOf(' said');
  await vscode.cursorTo(lineNumber, column + 1);
  const query = tokenAt(demo, lines.slice(0, lineNumber - 1).join('\n').length + 1 + column);
  const largest = (token: number): number =>
    Math.max(...heads.map(({ layer, head }) => demo.weight(layer, head, query, token)));
  const lineOf = (token: number): number => text.slice(0, demo.tokens[token]!.start!).split('\n').length - 1;
  const strong = [...demo.tokens.keys()].filter(token => demo.tokens[token]!.start !== null && largest(token) >= 0.1);
  const expected = [...new Set(strong.map(lineOf))].sort((a, b) => a - b);
  expect(Math.min(...expected)).toBeLessThan(lineNumber - 7);
  let marked: number[] = [];
  await until(
    'the marks expected',
    async () => {
      const marks = (await vscode.rulerMarks()).filter(({ color }) => color === 'attentionInk');
      const isMarked = (place: number): boolean => marks.some(({ from, to }) => from <= place && place <= to);
      marked = [...lines.keys()].filter(line => isMarked((line + 0.5) / lines.length));
      return JSON.stringify(marked) === JSON.stringify(expected);
    },
    5000,
  ).catch(() => expect(marked).toEqual(expected));
});
