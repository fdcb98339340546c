/** One row of a view's key help, with what its keys do: the help and the keys come from one list. */
export interface KeyRow {
  /** The keys as the help shows them: "[ ]". */
  readonly keys: string;
  /** What they do, in few words, in the user's language. */
  readonly what: string;
  /**
   * What each key does, by its `KeyboardEvent.key`: letters in lower case, which stand for either case, and "ctrl+" before
   * a key with Ctrl or ⌘. A key that a component of the view handles by itself is not among them.
   */
  readonly actions?: Readonly<Record<string, () => void>>;
}

type Pressed = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey'>;

/** What a key does; null if it does nothing. */
export function keyAction(rows: readonly KeyRow[], { key, altKey, ctrlKey, metaKey }: Pressed): (() => void) | null {
  if (altKey) return null;
  const name = `${ctrlKey || metaKey ? 'ctrl+' : ''}${key.length === 1 ? key.toLowerCase() : key}`;
  const row = rows.find(({ actions }) => actions && Object.hasOwn(actions, name));
  return row?.actions?.[name] ?? null;
}

/** Whether a key goes into a text field or a list, so that it is no command. */
export function isTyping(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|VSCODE-DROPDOWN|VSCODE-TEXT-FIELD)$/.test(target.tagName);
}
