import { formatHeads, type HeadRef } from '../../src/shared/heads';

/** What a menu of the surface is of; package.json goes by the section, and the commands get the rest. */
export interface SurfacePlace {
  readonly section: 'head' | 'pattern' | 'text';
  readonly heads: readonly HeadRef[];
  /** What Copy Value copies; null for nothing. */
  readonly value: string | null;
}

/** VS Code reads it from the page's own elements when a menu is opened, not from inside of components. */
export function surfaceContext({ section, heads, value }: SurfacePlace): string {
  return JSON.stringify({
    webviewSection: section,
    heads: formatHeads(heads),
    hasValue: value !== null,
    value: value ?? '',
    preventDefaultContextMenuItems: true,
  });
}
