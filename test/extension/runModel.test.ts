import assert from 'node:assert/strict';
import {
  commands,
  MarkdownString,
  Position,
  Range,
  Selection,
  Uri,
  ViewColumn,
  window,
  workspace,
  type DocumentHighlight,
  type Hover,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import { extension } from './theExtension';

const text = 'Lily saw a big red ball. Lily said, "I want the big red ball."';

/** Opens a text without a file in the active editor. */
async function untitled(content = text): Promise<TextEditor> {
  return window.showTextDocument(await workspace.openTextDocument({ content, language: 'plaintext' }));
}

async function hoversAt(document: TextDocument, offset: number): Promise<Hover[]> {
  return commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, document.positionAt(offset));
}

/** The Markdown of our hover at an offset. VS Code and other extensions have no hover on plain text. */
async function cardAt(document: TextDocument, offset: number): Promise<MarkdownString> {
  const hovers = await hoversAt(document, offset);
  const [content, ...others] = hovers.flatMap(({ contents }) => contents);
  assert.equal(others.length, 0);
  assert.ok(content instanceof MarkdownString);
  return content;
}

async function close(): Promise<void> {
  await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

/** A tokenizer whose tokens are words. */
async function useStories260K(): Promise<void> {
  const { fsPath: path } = Uri.joinPath(extension().extensionUri, 'media', 'demo', 'stories260K');
  await commands.executeCommand('modelCircuits.useCheckpoint', { kind: 'checkpoint', checkpoint: { path } });
}

describe('Run Model', () => {
  before(useStories260K);
  afterEach(close);

  it('runs on text without a file', async () => {
    const { document } = await untitled();
    assert.equal((await hoversAt(document, 5)).length, 0);
    await commands.executeCommand('modelCircuits.runModel');
    const card = await cardAt(document, text.indexOf('saw'));
    assert.match(card.value, /^\*\*`␣saw`\*\*.*token 2 · id \d+/);
    assert.match(card.value, /mean of 40 heads from `␣saw` → to/);
  });

  it('trusts the commands of its links, and no others', async () => {
    const { document } = await untitled();
    await commands.executeCommand('modelCircuits.runModel');
    const card = await cardAt(document, text.indexOf('big'));
    assert.equal(card.supportHtml ?? false, false);
    const { enabledCommands } = card.isTrusted as { enabledCommands: readonly string[] };
    const linked = Array.from(card.value.matchAll(/\(command:([\w.]+)/g), ([, id]) => id ?? '');
    assert.ok(linked.length >= 4);
    assert.deepEqual(
      linked.filter(id => !enabledCommands.includes(id)),
      [],
    );
  });

  it('goes to a token that a link names', async () => {
    const { document } = await untitled();
    await commands.executeCommand('modelCircuits.runModel');
    const { value } = await cardAt(document, text.lastIndexOf('ball'));
    const [, parameters = ''] = /command:modelCircuits\.goToToken\?([^)]+)\)/.exec(value) ?? [];
    const [token, uri] = JSON.parse(decodeURIComponent(parameters)) as [number, string];
    await commands.executeCommand('modelCircuits.goToToken', token, uri);
    assert.match(
      (await cardAt(document, document.offsetAt(window.activeTextEditor!.selection.active))).value,
      new RegExp(`token ${token} `),
    );
  });

  it('has a hover for every character of the text', async () => {
    const content = 'Über 🌊 naïve\r\n\tcafé 漢字 e\u0301!\u0000 | `code` <b> [x](y) \\';
    const { document } = await untitled(content);
    await commands.executeCommand('modelCircuits.runModel');
    for (let offset = 0; offset < document.getText().length; offset++) {
      const hovers = await hoversAt(document, offset);
      // Between CR and LF there is no position, and the hover after the end of a line is the line break's.
      assert.equal(hovers.length, 1, `offset ${offset}`);
    }
    // Token text is text of the document, and never markup.
    const card = await cardAt(document, document.getText().indexOf('<b>'));
    assert.doesNotMatch(card.value, /<b>/);
  });

  it('keeps VS Code from marking other occurrences of a word over the overlay', async () => {
    const { document } = await untitled();
    const highlights = (): Thenable<DocumentHighlight[] | undefined> =>
      commands.executeCommand('vscode.executeDocumentHighlights', document.uri, new Position(0, 1));
    assert.equal((await highlights())?.length, 2);
    await commands.executeCommand('modelCircuits.runModel');
    assert.equal((await highlights())?.length ?? 0, 0);
  });

  it('forgets a text when its editor closes', async () => {
    const { document } = await untitled();
    await commands.executeCommand('modelCircuits.runModel');
    assert.equal((await hoversAt(document, 1)).length, 1);
    await commands.executeCommand('modelCircuits.clearOverlay');
    assert.equal((await hoversAt(document, 1)).length, 0);
  });

  it('keeps the tokens before an edit, and drops the rest', async () => {
    const editor = await untitled();
    await commands.executeCommand('modelCircuits.runModel');
    const at = text.indexOf('Lily said');
    await editor.edit(edit => edit.insert(editor.document.positionAt(at), 'Tom and '));
    assert.equal((await hoversAt(editor.document, at - 3)).length, 1);
    assert.equal((await hoversAt(editor.document, at + 3)).length, 0);
    await commands.executeCommand('modelCircuits.runModel');
    assert.equal((await hoversAt(editor.document, at + 3)).length, 1);
  });

  it('runs with several cursors and with a selection', async () => {
    const editor = await untitled();
    editor.selections = [4, 10, 20].map(at => new Selection(0, at, 0, at));
    await commands.executeCommand('modelCircuits.runModel');
    editor.selection = new Selection(0, 0, 0, text.length);
    assert.equal(editor.selections.length, 1);
    assert.equal((await hoversAt(editor.document, 12)).length, 1);
  });

  it('runs a file that is not open, and shows it', async () => {
    const file = Uri.joinPath(workspace.workspaceFolders![0]!.uri, 'story.txt');
    await commands.executeCommand('modelCircuits.runModel', file);
    assert.equal(window.activeTextEditor?.document.uri.toString(), file.toString());
    assert.equal((await hoversAt(window.activeTextEditor.document, 5)).length, 1);
  });

  it('runs two texts at once, and shows the newest run of each', async () => {
    const first = await untitled();
    const second = await window.showTextDocument(
      await workspace.openTextDocument({ content: 'One day, Tom went to the park.' }),
      ViewColumn.Beside,
    );
    const running = [commands.executeCommand('modelCircuits.runModel')];
    await window.showTextDocument(first.document, first.viewColumn);
    running.push(commands.executeCommand('modelCircuits.runModel'), commands.executeCommand('modelCircuits.runModel'));
    await Promise.all(running);
    for (const { document } of [first, second]) assert.equal((await hoversAt(document, 5)).length, 1);
    await commands.executeCommand('workbench.action.closeAllGroups');
  });

  it('covers the whole token with the hover', async () => {
    const { document } = await untitled();
    await commands.executeCommand('modelCircuits.runModel');
    const [hover] = await hoversAt(document, text.indexOf('saw') + 1);
    const start = text.indexOf(' saw');
    assert.ok(hover?.range?.isEqual(new Range(0, start, 0, start + ' saw'.length)));
  });
});
