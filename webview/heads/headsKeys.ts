export type HeadsAct = 'clear' | 'select all' | 'sort by the next' | 'ablate' | 'copy' | 'filter' | 'keys';

/** What a key does that neither the map nor the ranking took; null where it does nothing. */
export function headsKey(event: KeyboardEvent): HeadsAct | null {
  if (event.altKey || isTyping(event)) return null;
  if (event.ctrlKey || event.metaKey) return event.key === 'a' ? 'select all' : null;
  switch (event.key) {
    case 'Escape':
      return 'clear';
    case 's':
    case 'S':
      return 'sort by the next';
    case 'a':
    case 'A':
      return 'ablate';
    case 'c':
    case 'C':
      return 'copy';
    case '/':
      return 'filter';
    case '?':
      return 'keys';
    default:
      return null;
  }
}

function isTyping(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|VSCODE-DROPDOWN|VSCODE-TEXT-FIELD)$/.test(target.tagName);
}
