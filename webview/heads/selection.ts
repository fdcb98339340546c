/** The selected heads, by their index in model order. */
export interface Selection {
  readonly heads: ReadonlySet<number>;
  /** The head that the keyboard is at; null before it has been at any. */
  readonly current: number | null;
  /** The head from which Shift extends the selection. */
  readonly anchor: number | null;
}

export const nothingSelected: Selection = { heads: new Set(), current: null, anchor: null };

/** What a click or a key does: select one head alone, add or remove it, or select all from the anchor to it. */
export type Choice = 'only' | 'toggle' | 'extend';

export function choiceOf({
  ctrlKey,
  metaKey,
  shiftKey,
}: {
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}): Choice {
  if (shiftKey) return 'extend';
  return ctrlKey || metaKey ? 'toggle' : 'only';
}

/** `order`: the heads as they are listed. Shift selects those between the anchor and `head`. */
export function choose(selection: Selection, head: number, choice: Choice, order: readonly number[]): Selection {
  switch (choice) {
    case 'only':
      return { heads: new Set([head]), current: head, anchor: head };
    case 'toggle': {
      const heads = new Set(selection.heads);
      if (!heads.delete(head)) heads.add(head);
      return { heads, current: head, anchor: head };
    }
    case 'extend': {
      const anchor = selection.anchor ?? selection.current ?? head;
      const [from, to] = [order.indexOf(anchor), order.indexOf(head)];
      // The filter may have taken the anchor out of the list.
      if (from < 0 || to < 0) return choose(selection, head, 'only', order);
      return { heads: new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1)), current: head, anchor };
    }
  }
}

/** Moves the keyboard to a head and selects nothing. */
export function moveTo(selection: Selection, head: number): Selection {
  return { ...selection, current: head };
}
