import * as l10n from '@vscode/l10n';
import type { KeyRow } from '../base/keys';
import type { HeadsActions } from './headsActions';

/** The keys of the heads view, in the order of their help. Those without an action are the map's and the ranking's own. */
export function headsKeyRows(actions: HeadsActions): KeyRow[] {
  return [
    { keys: '← → ↑ ↓', what: l10n.t('from head to head') },
    { keys: 'Enter', what: l10n.t('show in the editors') },
    { keys: 'Space', what: l10n.t('select, or not') },
    { keys: 'Shift ↑ ↓', what: l10n.t('select several') },
    { keys: 'Ctrl A', what: l10n.t('select all listed'), actions: { 'ctrl+a': actions.selectAll } },
    { keys: 'Esc', what: l10n.t('clear the selection'), actions: { Escape: actions.clear } },
    { keys: 'S', what: l10n.t('sort by the next column'), actions: { s: actions.sortByNextColumn } },
    { keys: 'A', what: l10n.t('ablate'), actions: { a: actions.ablate } },
    { keys: 'C', what: l10n.t('copy the value'), actions: { c: actions.copy } },
    { keys: '/', what: l10n.t('filter'), actions: { '/': actions.focusFilter } },
    { keys: '?', what: l10n.t('these keys') },
  ];
}
