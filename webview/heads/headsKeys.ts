import type { KeyRow } from '../base/keys';

export type HeadsAct = 'clear' | 'select all' | 'sort by the next' | 'ablate' | 'copy' | 'filter';

/** The keys of the heads view. Those without an action are handled by the map and the ranking. */
export function headsKeyRows(perform: (act: HeadsAct) => void): KeyRow[] {
  const act = (of: HeadsAct) => (): void => perform(of);
  return [
    { keys: '← → ↑ ↓', what: 'from head to head' },
    { keys: 'Enter', what: 'show in the editors' },
    { keys: 'Space', what: 'select, or not' },
    { keys: 'Shift ↑ ↓', what: 'select several' },
    { keys: 'Ctrl A', what: 'select all listed', actions: { 'ctrl+a': act('select all') } },
    { keys: 'Esc', what: 'clear the selection', actions: { Escape: act('clear') } },
    { keys: 'S', what: 'sort by the next column', actions: { s: act('sort by the next') } },
    { keys: 'A', what: 'ablate', actions: { a: act('ablate') } },
    { keys: 'C', what: 'copy the value', actions: { c: act('copy') } },
    { keys: '/', what: 'filter', actions: { '/': act('filter') } },
    { keys: '?', what: 'these keys' },
  ];
}
