import { formatHeads } from '../../src/shared/heads';
import type { AttentionViewState } from '../../src/shared/contracts/attentionViewContract';
import { colouringName, fullText } from './colouring';
import type { Scene } from './scene';

const manyHeads = 12;

/** What has to be known to read a picture of a pass: checkpoint, text, and where the numbers are from. */
export function passCaption({ documentName, ablated }: AttentionViewState, { pass }: Scene): string[] {
  const range = pass.isWhole ? '' : ' (a part of it)';
  return [
    `${pass.checkpoint}, ${pass.nLayers} × ${pass.nHeads} heads, on ${documentName}${range}: ${pass.ids.length} tokens.`,
    `SHA-256 of the text: ${pass.textHash}.`,
    ...(ablated ? [`Attention before ${formatHeads(ablated.heads)} ablated.`] : []),
  ];
}

export function patternCaption(state: AttentionViewState, now: Scene): { title: string; lines: string[] } {
  const { shown, pattern, pass } = now;
  const pairValue = colouringName(shown.pairValue);
  const [first] = shown.heads;
  const name = shown.each && first ? formatHeads([first]) : shown.name;
  const of =
    shown.each || shown.heads.length === 1 || shown.heads.length > manyHeads ? '' : ` (${formatHeads(shown.heads)})`;
  const hidden = pattern?.hideStart ? ' The start token is left out, and the rest scaled to it.' : '';
  return {
    title: `${name} · ${pairValue.toLowerCase()} · ${pass.checkpoint}`,
    lines: [
      `${pairValue} of ${name}${of}: from (query) down, to (key) across; strongest colour ${fullText(shown.pairValue, pattern?.full ?? 1)}, by its square root.${hidden}`,
      ...passCaption(state, now),
    ],
  };
}

export function gridCaption(state: AttentionViewState, now: Scene): { title: string; lines: string[] } {
  return {
    title: `Attention of all heads · ${now.pass.checkpoint}`,
    lines: [
      'Patterns of all heads, layers down, heads across: from (query) down, to (key) across, max-pooled, the first token’s column left out.',
      ...passCaption(state, now),
    ],
  };
}
