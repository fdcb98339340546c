import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { contextMenu } from '../../src/tools/vscode/driver/contextMenu.mjs';
import { until } from '../../src/tools/vscode/driver/until.mjs';
import { seriousFaults } from './support/axe';
import { attentionColor, expectColors, tokenAt } from './support/expectedPaint';
import { Given } from './support/given';
import { reference, type Reference } from './support/reference';
import { story, storyLines } from './support/texts';
import { useVscode } from './support/useVscode';

const open = useVscode({
  files: { 'story.txt': story },
  viewport: { width: 1500, height: 900 },
  settings: { 'workbench.editor.enablePreview': false, 'files.simpleDialog.enable': true },
});

const given = new Given(open);

let demo: Reference;
/** The places of " Lily" in the third line, and of " big" in the last. */
let lily: number;
let big: number;
beforeAll(async () => {
  demo = await reference(join(open().folder, 'story.txt'));
  lily = tokenAt(demo, story.indexOf('Lily asked'));
  big = tokenAt(demo, story.lastIndexOf(' big'));
});

function attentionView(): Promise<Frame> {
  return open().webview('model-circuits-attention');
}

const tokenList = '.text[role=listbox]';

/** The number as the view writes it. */
function label(token: number): string {
  return demo.tokens[token]!.text.replaceAll(' ', '␣');
}

async function inAttentionView(selector: string, hasText?: string | RegExp): Promise<ReturnType<Frame['locator']>> {
  return (await attentionView()).locator(selector, hasText === undefined ? {} : { hasText });
}

async function says(selector: string, text: string | RegExp): Promise<void> {
  const place = (await attentionView()).locator(selector).first();
  let said = '';
  await until(`${selector} to say ${String(text)}`, async () => {
    said = (await place.innerText()).replaceAll(/\s+/g, ' ');
    return typeof text === 'string' ? said.includes(text) : text.test(said);
  }).catch((thrown: unknown) => {
    expect(said, String(thrown)).toContain(text);
  });
}

/** The tokens that get the most weight from a query in L4H3. */
function strongest(query: number): number[] {
  return Array.from({ length: query + 1 }, (_, key) => key).toSorted(
    (a, b) => demo.weight(4, 3, query, b) - demo.weight(4, 3, query, a),
  );
}

/** The attention view of the story is open beside its unedited text, for L4H3, coloured by attention. */
async function viewOf(...kept: readonly number[]): Promise<void> {
  const vscode = open();
  const isOpen = (await vscode.page.locator('.tab[aria-label^="Attention: story.txt"]').count()) > 0;
  if (!isOpen) await vscode.runCommand('View: Close All Editors');
  await vscode.runCommand('View: Focus First Editor Group');
  await given.ran('story.txt');
  await given.heads('L4H3');
  await given.fromQuery();
  if (!isOpen) await vscode.runCommand('Model Circuits: Open Attention View');
  await until('tokens', async () => (await (await inAttentionView('[data-token]')).count()) > 50);
  await (await inAttentionView(tokenList)).press('1');
  await vscode.page.keyboard.press('Escape');
  for (const token of kept) await (await inAttentionView(`[data-token="${token}"]`)).click();
}

it('the view opens beside the text with its tokens, and shows what the token at the cursor attends to', async () => {
  const vscode = open();
  await viewOf();
  await vscode.runCommand('View: Focus First Editor Group');
  await vscode.cursorTo(5, storyLines[4]!.indexOf(' big') + 1);
  const [first] = strongest(big);
  await says('.sentence', `L4H3 attends from ${label(big)} ${big} → to`);
  await says('.sentence', demo.weight(4, 3, big, first!).toFixed(2));
  const tokens = await inAttentionView('[data-token]');
  expect(await tokens.count()).toBe(demo.tokens.length);
  const shown = (await tokens.allTextContents()).slice(1).join('').replaceAll('⏎', '');
  expect(shown.replaceAll('\n', '')).toBe(story.replaceAll('\n', ''));
});

it('a click pins a token and moves the text cursor; a second click or Escape unpins it, and pointing previews', async () => {
  const vscode = open();
  await viewOf();
  await (await inAttentionView(`[data-token="${lily}"]`)).click();
  await says('.sentence', `L4H3 attends from ${label(lily)} ${lily} → to`);
  await expectColors(vscode, storyLines, demo, token =>
    token > lily ? [] : attentionColor(demo.weight(4, 3, lily, token)),
  );
  await (await inAttentionView(`[data-token="${big}"]`)).hover();
  await says('.sentence', `attends from ${label(lily)} ${lily}`);
  await vscode.page.keyboard.press('Escape');
  await (await inAttentionView(`[data-token="${big + 1}"]`)).hover();
  await says('.sentence', `${big + 1} → to`);
  await (await inAttentionView(`[data-token="${lily}"]`)).click();
  await says('.sentence', `attends from ${label(lily)} ${lily}`);
  await (await inAttentionView(`[data-token="${lily}"]`)).click();
  await (await inAttentionView(`[data-token="${big}"]`)).hover();
  await says('.sentence', `attends from ${label(big)} ${big}`);
});

it('the direction switches in both editors', async () => {
  const vscode = open();
  await viewOf(lily);
  await (await inAttentionView('.attention')).press('d');
  await vscode.statusBarItem('to ← from');
  await says('.sentence', `L4H3 attends to ${label(lily)} ${lily} ← from`);
  await expectColors(vscode, storyLines, demo, token =>
    token < lily ? [] : attentionColor(demo.weight(4, 3, token, lily)),
  );
  await (await inAttentionView('.attention')).press('d');
  await vscode.statusBarItem('from → to');
});

it('keys alone move from token to token and from head to head', async () => {
  const vscode = open();
  await viewOf(lily);
  await (await inAttentionView(tokenList)).press('ArrowRight');
  await says('.sentence', `${lily + 1} → to`);
  await vscode.page.keyboard.press(']');
  await vscode.statusBarItem('L4H4');
  await vscode.page.keyboard.press('[');
  await vscode.statusBarItem('L4H3');
  await vscode.page.keyboard.press('{');
  await vscode.statusBarItem('L3H3');
  await vscode.page.keyboard.press('}');
  await vscode.statusBarItem('L4H3');
  const grid = await inAttentionView('model-circuits-head-grid [role=grid]');
  await grid.press('ArrowLeft');
  await grid.press('Enter');
  await vscode.statusBarItem('L4H2');
  await grid.press('ArrowRight');
  await grid.press('Enter');
  await vscode.statusBarItem('L4H3');
});

it('the pattern shows the value of a pair', async () => {
  const vscode = open();
  await viewOf(lily);
  const pattern = await inAttentionView('model-circuits-pattern [role=grid]');
  await pattern.scrollIntoViewIfNeeded();
  await pattern.press('ArrowLeft');
  const cell = await inAttentionView('model-circuits-pattern #current');
  const said = /from .* (\d+) to .* (\d+): ([\d.]+)/.exec(await cell.innerText());
  const [, query, key, value] = said!;
  expect(Number(value)).toBeCloseTo(demo.weight(4, 3, Number(query), Number(key)), 3);
  await vscode.page.keyboard.press('c');
  await until('the value on the clipboard', async () => {
    return (await vscode.page.evaluate(() => navigator.clipboard.readText())) === value;
  });
});

it.each([
  ['2', 'Value-weighted', 'times ‖v W_O‖'],
  ['3', 'Logit attribution', 'changes the logit of'],
  ['4', 'Loss', 'Loss of each token'],
  ['1', 'Attention', 'attends from'],
])('the key %s colours by %s', async (key, _name, sentence) => {
  await viewOf(lily);
  await (await inAttentionView(tokenList)).press(key);
  await says('.sentence', sentence);
});

it('the view distinguishes several heads, and tokens that raise a logit from tokens that lower it', async () => {
  await viewOf(lily);
  await given.selectHeads('L4H3 L2H1');
  await says('.sentence', /L2H1 ?L4H3 length is the weight, full at 1/);
  await (await inAttentionView(tokenList)).press('3');
  await says('.sentence', /length is the logit change, broken where it falls, full at ±\d/);
});

it('the view gives the reason why a key does nothing, until the next key', async () => {
  await viewOf(lily);
  await (await inAttentionView(tokenList)).press('5');
  await says('header .hint', 'Nothing is ablated.');
  await (await inAttentionView(tokenList)).press('1');
  await until('no hint', async () => (await (await inAttentionView('header .hint')).count()) === 0);
});

it('the view gives the reason why the last token has no logit attribution', async () => {
  await viewOf();
  await (await inAttentionView(`[data-token="${demo.tokens.length - 1}"]`)).click();
  await (await inAttentionView(tokenList)).press('3');
  await says('.sentence', 'The last token has no next token.');
  await (await inAttentionView(tokenList)).press('1');
  await (await inAttentionView(`[data-token="${lily}"]`)).click();
  await says('.sentence', `L4H3 attends from ${label(lily)} ${lily}`);
});

it('the view ablates the heads it shows, and gives the change of each token’s loss', async () => {
  const vscode = open();
  await viewOf(lily);
  const ablated = await reference(join(vscode.folder, 'story.txt'), '--ablate', 'L4H3');
  await (await inAttentionView(tokenList)).press('a');
  await vscode.quickPick.waitFor('What takes the place');
  await vscode.quickPick.choose('zero');
  await vscode.statusBarItem('L4H3 ablated');
  await says('.sentence', `mean ${ablated.meanDelta! > 0 ? '+' : '−'}${Math.abs(ablated.meanDelta!).toFixed(3)} nats`);
  await says('model-circuits-token section:nth-of-type(2) h3', 'Hurt most');
  await (await inAttentionView('vscode-button', 'Restore')).click();
  await says('.sentence', 'L4H3 attends from');
});

it.each([
  ['Pattern', 'pattern', 'from (query) down, to (key) across'],
  ['Patterns of All Heads', 'grid', 'layers down, heads across'],
])('the view saves a picture: %s', async (command, name, caption) => {
  const vscode = open();
  await viewOf(lily);
  // The commands exist only while the view is the active editor.
  await until('the view to be the active editor', async () => {
    await (await inAttentionView('.sentence')).click();
    return vscode.hasCommand(`Model Circuits: Save ${command} as SVG…`);
  });
  await (await inAttentionView(tokenList)).focus();
  for (const format of ['SVG', 'PNG']) {
    const file = join(vscode.folder, `${name}.${format.toLowerCase()}`);
    await vscode.runCommand(`Model Circuits: Save ${command} as ${format}…`);
    await vscode.quickPick.saveAs(file);
    const bytes = await until(`${name}.${format}`, () => readFile(file).catch(() => null));
    if (format === 'PNG') {
      expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    } else {
      const text = bytes
        .toString()
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll(/\s+/g, ' ');
      expect(text).toContain('stories260K');
      expect(text).toContain(caption);
      expect(text).toMatch(/SHA-256 of the text: [0-9a-f]{64}/);
      expect(bytes.toString()).toContain('data:image/png;base64,');
    }
    await (await inAttentionView(tokenList)).focus();
  }
});

it('the menu of the view copies the run as code', async () => {
  const vscode = open();
  await viewOf();
  const token = await inAttentionView(`[data-token="${lily}"]`);
  await contextMenu(vscode.page, options => token.click(options), 'Copy Run as TransformerLens Code');
  await until('code on the clipboard', async () =>
    (await vscode.page.evaluate(() => navigator.clipboard.readText())).includes('HookedTransformer'),
  );
});

/** The other tests compare with the numbers of this text. */
async function storyAsItWas(): Promise<void> {
  const vscode = open();
  await vscode.runCommand('View: Focus First Editor Group');
  await vscode.runCommand('File: Revert File');
  await vscode.statusBarItem('text changed');
  await vscode.runCommand('Model Circuits: Run Model');
  await until('all tokens', async () => (await (await inAttentionView('[data-token]')).count()) === demo.tokens.length);
}

it('an edit marks stale tokens at once, and the model runs again', async () => {
  const vscode = open();
  await viewOf();
  onTestFinished(storyAsItWas);
  // The group of the text editor.
  await vscode.runCommand('View: Focus First Editor Group');
  await vscode.cursorTo(3, 1);
  await vscode.page.keyboard.type('Then ');
  await vscode.statusBarItem('text changed');
  await until('stale text', async () => (await (await inAttentionView('.plain.stale')).count()) > 0);
  const before = await (await inAttentionView('[data-token]')).count();
  expect(before).toBeLessThan(demo.tokens.length);
  await (await inAttentionView('vscode-button', 'Run again')).click();
  await until('all tokens', async () => (await (await inAttentionView('[data-token]')).count()) > before);
});

it('the view has no serious fault of accessibility', async () => {
  await viewOf(lily);
  expect(await seriousFaults(await attentionView())).toEqual([]);
});

it('the view returns after a reload of the window', async () => {
  const vscode = open();
  await viewOf();
  await vscode.reload();
  await until('tokens', async () => (await (await inAttentionView('[data-token]')).count()) > 50, 60_000);
});

it('"Reopen Editor With…" shows a document in the view alone', async () => {
  const vscode = open();
  await vscode.runCommand('View: Close All Editors');
  await vscode.openFile('story.txt');
  await vscode.runCommand('View: Reopen Editor With...');
  await vscode.quickPick.choose('Attention View');
  await until('tokens', async () => {
    // If VS Code still holds the text, the view shows its known pass at once.
    const button = await inAttentionView('vscode-button', 'Run Model');
    if ((await button.count()) > 0) await button.click({ timeout: 1000 }).catch(() => undefined);
    return (await (await inAttentionView('[data-token]')).count()) > 50;
  });
});
