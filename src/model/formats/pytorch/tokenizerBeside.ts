import type { CheckpointFolder } from '../../byteSource';
import type { Checkpoint } from '../../checkpoint';
import type { TransformerConfig } from '../../transformerConfig';
import { llama2cTokenizerBeside } from '../llama2c/llama2cTokenizerBeside';
import { metaFile, readMetaPickle } from './metaPickle';

/**
 * The tokenizer that the programs of torch files write beside them: nanoGPT's meta.pkl and llama2.c's tokenizer.bin. The
 * service finds those of transformers.
 */
export function tokenizerBeside(
  folder: CheckpointFolder,
  { architecture, dVocab }: TransformerConfig,
): Pick<Checkpoint, 'tokenizerKind' | 'readTokenizer'> {
  const isGpt = architecture === 'nanogpt' || architecture === 'mingpt';
  if (isGpt && folder.files.has(metaFile)) {
    return { tokenizerKind: metaFile, readTokenizer: async () => readMetaPickle(await folder.open(metaFile), dVocab) };
  }
  if (architecture === 'llama') return llama2cTokenizerBeside(folder, dVocab);
  return { tokenizerKind: 'none', readTokenizer: () => Promise.resolve(null) };
}
