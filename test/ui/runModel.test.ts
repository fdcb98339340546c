import { expect, it } from 'vitest';
import { until } from '../../src/tools/vscode/driver/until.mjs';
import { Given } from './support/given';
import { longStory, story } from './support/texts';
import { useVscode } from './support/useVscode';

const open = useVscode({
  files: {
    'story.txt': story,
    'notes.md': '# Notes\n\nLily saw a ball.\n',
    'code.py': 'print("Lily saw a ball.")\n',
    'long.txt': longStory(30),
    'pictures/one.png': 'not really one',
  },
});

const given = new Given(open);

/** Whether a text has an overlay: it then has the lines at the ends of tokens. */
async function hasPass(text: string): Promise<boolean> {
  return (await open().paintOn(text, 1, [[0, 1]])).some(({ boundary, colors }) => boundary || colors.length > 0);
}

async function tokensInStatusBar(): Promise<number> {
  const text = await (await open().statusBarItem(/\d tokens/)).innerText();
  return Number(/(\d+) tokens/.exec(text)?.[1]);
}

async function clear(): Promise<void> {
  await open().runCommand('Model Circuits: Clear Overlay');
  await open()
    .page.locator('.statusbar-item')
    .filter({ hasText: /\d tokens/ })
    .waitFor({ state: 'hidden' });
}

it('the context menu of the explorer runs the model on a file', async () => {
  const vscode = open();
  await vscode.rightClickInExplorer('story.txt', 'Run Model');
  await until('the tokens of the story', async () => (await tokensInStatusBar()) > 80);
  await vscode.clickText('park');
  await until('the query to be outlined', async () => (await vscode.paintOn('park'))[0]?.outlined);
});

it('the explorer’s menu offers the command for text of any kind, and not for folders and binary files', async () => {
  const vscode = open();
  for (const file of ['notes.md', 'code.py']) expect(await vscode.explorerMenu(file)).toContain('Run Model');
  for (const file of ['pictures', 'pictures/one.png'])
    expect(await vscode.explorerMenu(file)).not.toContain('Run Model');
});

it('the button above the editor runs the model', async () => {
  const vscode = open();
  await given.editor('story.txt');
  await given.hasRun();
  await clear();
  expect(await vscode.hasCommand('Model Circuits: Toggle Direction (from ↔ to)')).toBe(false);
  await vscode.pressEditorAction('Run Model');
  expect(await tokensInStatusBar()).toBeGreaterThan(80);
  expect(await vscode.hasCommand('Model Circuits: Toggle Direction (from ↔ to)')).toBe(true);
});

it('the context menu of the editor runs the model', async () => {
  const vscode = open();
  await vscode.openFile('notes.md');
  await vscode.rightClickText('Lily', 1, 'Run Model');
  await until('notes.md to be run', () => hasPass('Lily saw'));
});

it('the palette runs the model on text without a file', async () => {
  const vscode = open();
  await vscode.runCommand('File: New Untitled Text File');
  await vscode.page.keyboard.insertText('Lily saw a big red ball.');
  await vscode.runCommand('Model Circuits: Run Model');
  expect(await tokensInStatusBar()).toBe(10);
  await until('the model to run on the untitled text', () => hasPass('Lily saw'));
});

it('the model runs on the text on screen, saved or not', async () => {
  const vscode = open();
  await vscode.runCommand('File: New Untitled Text File');
  await vscode.page.keyboard.insertText('Lily saw a big red ball.');
  await vscode.runCommand('Model Circuits: Run Model');
  await until('the tokens', async () => (await tokensInStatusBar()) === 10);
  await vscode.page.keyboard.insertText(' Lily saw a big red ball.');
  await vscode.runCommand('Model Circuits: Run Model');
  await until('twice the tokens', async () => (await tokensInStatusBar()) === 19);
});

it('an edit marks the text as out of date at once, and a click runs the model again', async () => {
  const vscode = open();
  await given.edited('story.txt');
  await given.hasRun();
  const before = await tokensInStatusBar();
  await vscode.cursorTo(2, 1);
  await vscode.page.keyboard.type('x');
  const item = await vscode.statusBarItem('text changed · run again');
  const [earlier, later] = [await vscode.paintOn('park'), await vscode.paintOn('grass')];
  expect(earlier[0]).toMatchObject({ opacity: 1 });
  expect(later[0]?.opacity).toBeLessThan(0.9);
  expect(later[0]?.boundary).toBe(false);
  // Attention is causal, so the tokens before the edit stay valid.
  await vscode.clickText('park');
  await until('the query to be outlined', async () => (await vscode.paintOn('park'))[0]?.outlined);
  await item.click();
  await until('one token more', async () => (await tokensInStatusBar()) > before);
  expect((await vscode.paintOn('grass'))[0]).toMatchObject({ opacity: 1 });
});

it('the model runs again by itself after the user stops typing, if the setting says so', async () => {
  const vscode = open();
  await given.edited('story.txt');
  await given.hasRun();
  await given.settings(
    { 'modelCircuits.run.onEdit': true, 'modelCircuits.run.onEditDelay': 300 },
    { 'modelCircuits.run.onEdit': false },
  );
  await vscode.clickText('park');
  const before = await tokensInStatusBar();
  await vscode.page.keyboard.type(' Tom Tom Tom ');
  await until('more tokens', async () => (await tokensInStatusBar()) > before);
});

it('a run follows the settings for the start token, the number of tokens and boundaries', async () => {
  const vscode = open();
  await given.editor('story.txt');
  await given.hasRun();
  const withStart = await tokensInStatusBar();
  await given.settings(
    { 'modelCircuits.run.startToken': 'never' },
    {
      'modelCircuits.run.startToken': 'auto',
      'modelCircuits.run.maxTokens': 512,
      'modelCircuits.overlay.tokenBoundaries': true,
    },
  );
  await vscode.runCommand('Model Circuits: Run Model');
  await until('one token less', async () => (await tokensInStatusBar()) === withStart - 1);
  await vscode.changeSettings({ 'modelCircuits.run.startToken': 'auto', 'modelCircuits.run.maxTokens': 40 });
  await vscode.runCommand('Model Circuits: Run Model');
  await vscode.statusBarItem('40 tokens · part of the text');
  expect((await vscode.paintOn('One'))[0]?.boundary).toBe(true);
  await vscode.changeSettings({
    'modelCircuits.overlay.tokenBoundaries': false,
    'modelCircuits.run.maxTokens': 512,
  });
  await until('no boundaries', async () => (await vscode.paintOn('One'))[0]?.boundary === false);
});

it('a run of a long file covers a part around the cursor, dims the rest, and moves with a command', async () => {
  const vscode = open();
  await vscode.openFile('long.txt');
  await vscode.cursorTo(100, 5);
  await vscode.runCommand('Model Circuits: Run Model');
  await vscode.statusBarItem('512 tokens · part of the text');
  await until('the text at the cursor to be run', () => hasPass('Lily'));
  const opacity = async (line: number): Promise<number | undefined> => {
    await vscode.cursorTo(line, 1);
    // The start of the line is then in the middle of the screen, and it holds one word.
    return (await vscode.paintOn(longStory(30).split('\n')[line - 1]!.slice(0, 8)))[0]?.opacity;
  };
  expect(await opacity(100)).toBe(1);
  expect(await opacity(30)).toBeLessThan(0.5);
  expect(await opacity(200)).toBeLessThan(0.5);
  await vscode.runCommand('Model Circuits: Move Analysed Range to Cursor');
  await until('the text at the cursor to be run', async () => (await opacity(200)) === 1);
  expect(await opacity(100)).toBeLessThan(0.5);
});
