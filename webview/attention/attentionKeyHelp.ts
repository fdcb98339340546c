import type { KeyHelp } from '../base/keysHelp';

export const attentionKeyHelp: readonly KeyHelp[] = [
  ['← →', 'previous, next token'],
  ['↑ ↓', 'line above, below'],
  ['Esc', 'unlock the token'],
  ['S', 'jump to the strongest source'],
  ['D', 'from / to'],
  ['[ ]', 'previous, next head'],
  ['{ }', 'layer above, below'],
  ['1 … 5', 'colouring'],
  ['H', 'hide the start token'],
  ['A', 'ablate the heads on show'],
  ['C', 'copy the strongest value'],
  ['+ − 0', 'zoom the pattern, fit'],
];
