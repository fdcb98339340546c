import type { TokenizerSetup } from '../../shared/trainingSetup';
import { AppError } from '../../shared/errors';
import { drawBelow, randomStream, streams } from '../randomStream';
import { learnTokenizer, sampleLength } from '../tokenizer/learnTokenizer';
import { heldOutTokens, rowsOf, stepShape, type DataSet, type RowShape } from './dataSet';
import type { SourceText } from './readTexts';

/** The share of the text at its end that is not trained on. */
const heldOutShare = 0.05;

/**
 * Rows of a start token and a piece of the texts from anywhere. A start token stands between two texts too. Throws
 * `bad-input` for texts that are too short.
 */
export function textRows(texts: readonly SourceText[], tokenizerRecipe: TokenizerSetup, shape: RowShape): DataSet {
  const { rowLength, seed } = shape;
  const sample = texts.map(({ text }) => text).join('\n');
  const tokenizer = learnTokenizer(tokenizerRecipe, sample.slice(0, sampleLength));
  const ids = joined(
    texts.map(({ text }) => tokenizer.encode(text)),
    tokenizer.startTokenId,
  );
  const piece = rowLength - 1;
  const trainedOn = Math.floor(ids.length * (1 - heldOutShare));
  if (ids.length - trainedOn < piece) {
    const least = Math.ceil(piece / heldOutShare);
    throw new AppError(
      'bad-input',
      `The text has ${ids.length} tokens; rows of ${rowLength} need at least ${least}. Give more text, or a smaller "rowLength".`,
    );
  }
  const row = (from: number, length: number): number[] => [
    tokenizer.startTokenId,
    ...ids.subarray(from, from + length - 1),
  ];
  return {
    dVocab: tokenizer.idCount,
    startTokenId: tokenizer.startTokenId,
    tokenizerJson: tokenizer.json,
    trainingRows(step) {
      const random = randomStream(seed, streams.training, step);
      const { count, length } = stepShape(shape, step);
      return rowsOf(count, length, () => row(drawBelow(trainedOn - length + 2, random), length));
    },
    heldOutRows() {
      const count = Math.min(Math.ceil(heldOutTokens / rowLength), Math.floor((ids.length - trainedOn) / piece));
      return rowsOf(count, rowLength, index => row(trainedOn + index * piece, rowLength));
    },
  };
}

function joined(texts: readonly (readonly number[])[], between: number): Int32Array {
  const ids = new Int32Array(texts.reduce((sum, text) => sum + text.length + 1, -1));
  let at = 0;
  for (const text of texts) {
    ids.set(text, at);
    at += text.length;
    if (at < ids.length) ids[at++] = between;
  }
  return ids;
}
