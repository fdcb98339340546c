import { describe, expect, it } from 'vitest';
import { keyAction, type KeyRow } from '../../../../webview/base/keys';

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
