/** Which heads are selected, by their place in model order. */
export interface Selection {
  readonly heads: ReadonlySet<number>;
  /** Where the keyboard is; null before it has been anywhere. */
  readonly current: number | null;
  /** From where Shift extends. */
  readonly anchor: number | null;
}

export const nothingSelected: Selection = { heads: new Set(), current: null, anchor: null };

/** How a click or key chooses: alone, as one more (or fewer), or all from the anchor on. */
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

/** `order`: the heads as they are listed, between which Shift extends. */
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
      // What it extends from may have been filtered away.
      if (from < 0 || to < 0) return choose(selection, head, 'only', order);
      return { heads: new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1)), current: head, anchor };
    }
  }
}

/** The keyboard goes elsewhere; nothing else changes. */
export function moveTo(selection: Selection, head: number): Selection {
  return { ...selection, current: head };
}
