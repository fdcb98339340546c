import type { ImportedAttention } from '../../shared/contracts/engineContract';
import type { AttentionViewPass, AttentionViewText } from '../../shared/contracts/attentionViewContract';

/** Imported attention as the pass of an attention view: without losses and predictions, which need a model. */
export function importedPass(name: string, attention: ImportedAttention, id: number): AttentionViewPass {
  const { nLayers, nHeads, labels, hash } = attention;
  return {
    id,
    isImported: true,
    checkpoint: name,
    nLayers,
    nHeads,
    ids: Int32Array.from(labels.keys()),
    labels,
    hasStartToken: false,
    isWhole: true,
    loss: new Float32Array(labels.length).fill(NaN),
    predictions: { kept: 0, ids: new Int32Array(), logProbs: new Float32Array(), labels: null },
    textHash: hash,
  };
}

/** The tokens one after the other as a text; ids are separated by spaces, which belong to no token. */
export function importedText({ texts, hasTexts }: ImportedAttention): AttentionViewText {
  const separator = hasTexts ? '' : ' ';
  const starts = new Int32Array(texts.length);
  const ends = new Int32Array(texts.length);
  let text = '';
  texts.forEach((token, index) => {
    if (index > 0) text += separator;
    starts[index] = text.length;
    text += token;
    ends[index] = text.length;
  });
  return { text, starts, ends, staleFrom: null, staleToken: texts.length };
}
