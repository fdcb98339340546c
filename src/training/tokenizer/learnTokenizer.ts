import type { TokenizerSetup } from '../../shared/trainingSetup';
import { bytePairTokenizer, type TrainingTokenizer } from './bytePairTokenizer';
import { trainBytePairs } from './trainBytePairs';

/** Characters of text that byte pairs are learnt from. More text changes the pairs little. */
export const sampleLength = 4_000_000;

/** The tokenizer of a setup, learnt from a sample of its text. */
export function learnTokenizer(setup: TokenizerSetup, sample: string): TrainingTokenizer {
  const inOrder = Array.from({ length: 256 }, (_, byte) => byte);
  if (setup.kind === 'bytes') return bytePairTokenizer([], inOrder);
  // The vocabulary also holds the 256 bytes and the start token.
  const merges = trainBytePairs(sample, setup.vocabulary - 257);
  const counts = new Float64Array(256);
  for (const byte of new TextEncoder().encode(sample)) counts[byte] = (counts[byte] ?? 0) + 1;
  return bytePairTokenizer(
    merges,
    inOrder.toSorted((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0) || a - b),
  );
}
