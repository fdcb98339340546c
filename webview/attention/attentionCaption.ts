import * as l10n from '@vscode/l10n';
import type { AttentionViewState } from '../../src/shared/contracts/attentionViewContract';
import { formatHeads } from '../../src/shared/heads';
import { colouringName, fullText } from './colouring';
import type { Scene } from './scene';

const manyHeads = 12;

/** What a reader of a picture has to know of its pass: checkpoint, text, and which numbers it shows. */
export function passCaption({ documentName, ablated }: AttentionViewState, { pass }: Scene): string[] {
  const { checkpoint, nLayers, nHeads, ids, isWhole } = pass;
  if (pass.isImported) {
    return [
      l10n.t('Imported from {0}: {1} × {2} heads, {3} tokens.', checkpoint, nLayers, nHeads, ids.length),
      l10n.t('SHA-256 of the file: {0}.', pass.textHash),
    ];
  }
  return [
    isWhole
      ? l10n.t('{0}, {1} × {2} heads, on {3}: {4} tokens.', checkpoint, nLayers, nHeads, documentName, ids.length)
      : l10n.t(
          '{0}, {1} × {2} heads, on {3} (a part of it): {4} tokens.',
          checkpoint,
          nLayers,
          nHeads,
          documentName,
          ids.length,
        ),
    l10n.t('SHA-256 of the text: {0}.', pass.textHash),
    ...(ablated ? [l10n.t('Attention before {0} ablated.', formatHeads(ablated.heads))] : []),
  ];
}

export function patternCaption(state: AttentionViewState, now: Scene): { title: string; lines: string[] } {
  const { shown, pattern, pass } = now;
  const pairValue = colouringName(shown.pairValue);
  const [first] = shown.heads;
  const name = shown.each && first ? formatHeads([first]) : shown.name;
  const isNamed = shown.each !== null || shown.heads.length === 1 || shown.heads.length > manyHeads;
  const heads = isNamed ? name : `${name} (${formatHeads(shown.heads)})`;
  const full = fullText(shown.pairValue, pattern?.full ?? 1);
  const hidden = pattern?.hideStart ? ` ${l10n.t('The start token is left out, and the rest scaled to it.')}` : '';
  const axes = l10n.t(
    '{0} of {1}: from (query) down, to (key) across; strongest colour {2}, by its square root.',
    pairValue,
    heads,
    full,
  );
  return {
    title: `${name} · ${pairValue.toLowerCase()} · ${pass.checkpoint}`,
    lines: [`${axes}${hidden}`, ...passCaption(state, now)],
  };
}

export function gridCaption(state: AttentionViewState, now: Scene): { title: string; lines: string[] } {
  return {
    title: l10n.t('Attention of all heads · {0}', now.pass.checkpoint),
    lines: [
      l10n.t(
        'Patterns of all heads, layers down, heads across: from (query) down, to (key) across, max-pooled, the first token’s column left out.',
      ),
      ...passCaption(state, now),
    ],
  };
}
