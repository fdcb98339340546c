import * as l10n from '@vscode/l10n';
import { AppError } from '../errors';
import type { FloatView } from '../tensorView';
import { defineKind, everywhere } from './interventionKind';

/** The head's z becomes its mean over the clean pass, at every position. */
export const mean = defineKind({
  name: 'mean',
  detail: () => l10n.t('The head’s mean output over this text, without the first position.'),
  words: () => l10n.t('set to their mean'),
  isSeeded: false,
  draws: 1,
  keepsPatterns: false,
  needs: ['attn.hook_z'],
  replacement: ({ activation }, head) => everywhere(meanOutput(activation('attn.hook_z'), head)),
  python: {
    comment: () => 'set to their mean over the text, without the first position',
    value: 'cache["z", layer][0, 1:, head].mean(0)',
    setup: () => '',
  },
});

/**
 * Mean of one head's z [row, position, head, d_head] over all rows and all positions but the first, which attends to
 * nothing but itself and is an outlier in most models. Throws `bad-input` if there is no other position.
 */
export function meanOutput({ shape, data }: FloatView, head: number): Float32Array {
  const [rows = 0, positions = 0, heads = 0, dHead = 0] = shape;
  const count = rows * (positions - 1);
  if (count < 1) {
    throw new AppError(
      'bad-input',
      l10n.t('A mean ablation needs at least two tokens: the first position is left out of the mean.'),
    );
  }
  const sum = new Float64Array(dHead);
  for (let row = 0; row < rows; row++) {
    for (let position = 1; position < positions; position++) {
      const start = ((row * positions + position) * heads + head) * dHead;
      for (let i = 0; i < dHead; i++) sum[i] = (sum[i] ?? 0) + (data[start + i] ?? 0);
    }
  }
  return Float32Array.from(sum, total => total / count);
}
