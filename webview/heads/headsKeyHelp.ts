import type { KeyHelp } from '../base/keysHelp';

export const headsKeyHelp: readonly KeyHelp[] = [
  ['← → ↑ ↓', 'from head to head'],
  ['Enter', 'show in the editors'],
  ['Space', 'select, or not'],
  ['Shift ↑ ↓', 'select several'],
  ['Ctrl A', 'select all listed'],
  ['Esc', 'clear the selection'],
  ['S', 'sort by the next column'],
  ['A', 'ablate'],
  ['C', 'copy the value'],
  ['/', 'filter'],
  ['?', 'these keys'],
];
