import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isTyping, keyAction, type KeyRow } from '../../../../webview/base/keys';

const done: string[] = [];
const act = (name: string) => (): void => void done.push(name);
const rows: readonly KeyRow[] = [
  { keys: '← →', what: 'previous, next token' },
  { keys: 'A', what: 'ablate', actions: { a: act('ablate') } },
  { keys: 'Ctrl A', what: 'select all', actions: { 'ctrl+a': act('select all') } },
  { keys: '[ ]', what: 'previous, next head', actions: { '[': act('back'), ']': act('on') } },
];

function press(key: string, modifiers: Partial<Record<'altKey' | 'ctrlKey' | 'metaKey', boolean>> = {}): string | null {
  done.length = 0;
  keyAction(rows, { key, altKey: false, ctrlKey: false, metaKey: false, ...modifiers })?.();
  return done[0] ?? null;
}

describe('the key rows of a view', () => {
  it('give each key of a row its own action', () => {
    expect([press('['), press(']')]).toEqual(['back', 'on']);
  });

  it('take a letter in either case', () => {
    expect([press('a'), press('A')]).toEqual(['ablate', 'ablate']);
  });

  it('take Ctrl and ⌘ as the same, and as another key than the letter alone', () => {
    expect([press('a', { ctrlKey: true }), press('a', { metaKey: true })]).toEqual(['select all', 'select all']);
    expect(press('[', { ctrlKey: true })).toBeNull();
  });

  it('have no action with Alt', () => {
    expect(press('a', { altKey: true })).toBeNull();
  });

  it('have no action for a key that a component handles, or that is in no row', () => {
    expect([press('ArrowLeft'), press('x'), press('toString')]).toEqual([null, null, null]);
  });
});

describe('whether a key is typed into a field', () => {
  class Element {
    constructor(readonly tagName: string) {}
  }
  const eventAt = (...path: unknown[]): Event => Object.assign(new Event('keydown'), { composedPath: () => path });

  beforeEach(() => void vi.stubGlobal('HTMLElement', Element));
  afterEach(() => void vi.unstubAllGlobals());

  it('is so for the innermost element, which composedPath names first', () => {
    expect(isTyping(eventAt(new Element('INPUT'), new Element('MAIN')))).toBe(true);
    expect(isTyping(eventAt(new Element('BUTTON'), new Element('INPUT')))).toBe(false);
  });

  it('is so for the fields and lists of the toolkit', () => {
    const tags = ['TEXTAREA', 'VSCODE-DROPDOWN', 'VSCODE-TEXT-FIELD', 'VSCODE-BUTTON'];
    expect(tags.map(tag => isTyping(eventAt(new Element(tag))))).toEqual([true, true, true, false]);
  });

  it('is not so for an event at the document', () => {
    expect(isTyping(eventAt({ tagName: 'INPUT' }))).toBe(false);
  });
});
