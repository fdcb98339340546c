import * as l10n from '@vscode/l10n';
import type { KeyRow } from '../base/keys';
import { colourings, type Colouring } from './colouring';

/** What the keys do: `AttentionController` does it. An action that cannot be done now says why. */
export interface AttentionActions {
  colour(colouring: Colouring): void;
  /** By so many heads in model order; "layer" goes to the same head of the layer below or above. */
  stepHead(step: number | 'layer' | '-layer'): void;
  reverse(): void;
  toggleStart(): void;
  ablate(): void;
  lockStrongest(): void;
  copyValue(): void;
  unlock(): void;
}

/** The keys of the attention view, in the order of their help. The arrows are the text's, the pattern's and the grid's own. */
export function attentionKeyRows(actions: AttentionActions, zoom: (key: '+' | '-' | '0') => void): KeyRow[] {
  return [
    { keys: '← →', what: l10n.t('previous, next token') },
    { keys: '↑ ↓', what: l10n.t('line above, below') },
    { keys: 'Esc', what: l10n.t('unlock the token'), actions: { Escape: () => actions.unlock() } },
    { keys: 'S', what: l10n.t('jump to the strongest source'), actions: { s: () => actions.lockStrongest() } },
    { keys: 'D', what: l10n.t('from / to'), actions: { d: () => actions.reverse() } },
    {
      keys: '[ ]',
      what: l10n.t('previous, next head'),
      actions: { '[': () => actions.stepHead(-1), ']': () => actions.stepHead(1) },
    },
    {
      keys: '{ }',
      what: l10n.t('layer above, below'),
      actions: { '{': () => actions.stepHead('-layer'), '}': () => actions.stepHead('layer') },
    },
    {
      keys: '1 … 5',
      what: l10n.t('colouring'),
      actions: Object.fromEntries(
        colourings.map((colouring, index) => [String(index + 1), () => actions.colour(colouring)]),
      ),
    },
    { keys: 'H', what: l10n.t('hide the start token'), actions: { h: () => actions.toggleStart() } },
    { keys: 'A', what: l10n.t('ablate the heads on show'), actions: { a: () => actions.ablate() } },
    { keys: 'C', what: l10n.t('copy the strongest value'), actions: { c: () => actions.copyValue() } },
    {
      keys: '+ − 0',
      what: l10n.t('zoom the pattern, fit'),
      actions: { '+': () => zoom('+'), '-': () => zoom('-'), '0': () => zoom('0') },
    },
  ];
}
