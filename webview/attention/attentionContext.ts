import { formatHeads, type HeadRef } from '../../src/shared/heads';

/** What a menu of the attention view is of; package.json goes by the section, and the commands get the rest. */
export interface AttentionPlace {
  readonly section: 'head' | 'pattern' | 'text';
  readonly heads: readonly HeadRef[];
  /** What Copy Value copies; null for nothing. */
  readonly value: string | null;
}

/** VS Code reads it from the page's own elements when a menu is opened, not from inside of components. */
export function attentionContext({ section, heads, value }: AttentionPlace): string {
  return JSON.stringify({
    webviewSection: section,
    heads: formatHeads(heads),
    hasValue: value !== null,
    value: value ?? '',
    preventDefaultContextMenuItems: true,
  });
}
