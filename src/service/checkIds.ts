import { AppError } from '../shared/errors';
import { formatHead, headOutside, type HeadRef } from '../shared/heads';
import type { IntView } from '../shared/tensorView';
import type { TransformerConfig } from '../model/transformerConfig';

/** Throws `bad-input` for ids [batch, position] that the model cannot run: none, more than nCtx in a row, or unknown ids. */
export function checkIds({ shape, data }: IntView, { nCtx, dVocab }: TransformerConfig): void {
  const [batch = 0, positions = 0] = shape;
  if (shape.length !== 2 || batch < 1 || positions < 1) {
    throw new AppError('bad-input', 'There are no tokens to run the model on.');
  }
  if (positions > nCtx) {
    throw new AppError('bad-input', `${positions} tokens are more than the model's context of ${nCtx}.`);
  }
  checkTokens(data, dVocab);
}

/** Throws `bad-input` for a token id that the model does not have. */
export function checkTokens(ids: Int32Array | readonly number[], dVocab: number): void {
  const outside = ids.find(id => !Number.isInteger(id) || id < 0 || id >= dVocab);
  if (outside === undefined) return;
  throw new AppError('bad-input', `Token id ${outside} is outside the model's vocabulary of ${dVocab}.`);
}

/** Throws `bad-input` for an empty list of heads, and for a head that the model does not have. */
export function checkHeads(heads: readonly HeadRef[], config: TransformerConfig): void {
  if (heads.length === 0) throw new AppError('bad-input', 'No heads were given.');
  const missing = headOutside(heads, { nLayers: config.nLayers, nHeads: config.nHeads });
  if (missing) {
    throw new AppError(
      'bad-input',
      `There is no head ${formatHead(missing)}: the model has ${config.nLayers} layers of ${config.nHeads} heads, counted from 0.`,
    );
  }
}
