import type { TokenizerRecipe } from '../../shared/trainingSetup';
import { bytePairTokenizer, type TrainingTokenizer } from './bytePairTokenizer';
import { trainBytePairs } from './trainBytePairs';

/** Text that byte pairs are learnt from, in characters: more changes them little. */
export const sampleLength = 4_000_000;

/** The tokenizer that a recipe asks for, learnt from a sample of the text. */
export function learnTokenizer(recipe: TokenizerRecipe, sample: string): TrainingTokenizer {
  const inOrder = Array.from({ length: 256 }, (_, byte) => byte);
  if (recipe.kind === 'bytes') return bytePairTokenizer([], inOrder);
  // The vocabulary holds the bytes and the start token, too.
  const merges = trainBytePairs(sample, recipe.vocabulary - 257);
  const counts = new Float64Array(256);
  for (const byte of new TextEncoder().encode(sample)) counts[byte] = (counts[byte] ?? 0) + 1;
  return bytePairTokenizer(
    merges,
    inOrder.toSorted((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0) || a - b),
  );
}
