import { badCheckpoint } from '../../badCheckpoint';
import type { CheckpointFolder } from '../../byteSource';
import type { Checkpoint } from '../../checkpoint';
import { llama2cTokenizer } from '../../tokenizer/llama2cTokenizer';

/** Llama 2's has 433,869 bytes for 32,000 tokens. */
const maxTokenizerBytes = 64 * 2 ** 20;

/** The tokenizer beside a model of llama2.c: "tokenizer.bin", or "tok512.bin" for a vocabulary of 512. */
export function llama2cTokenizerBeside(
  folder: CheckpointFolder,
  dVocab: number,
): Pick<Checkpoint, 'tokenizerKind' | 'readTokenizer'> {
  const name = ['tokenizer.bin', `tok${dVocab}.bin`].find(one => folder.files.has(one));
  if (name === undefined) return { tokenizerKind: 'none', readTokenizer: () => Promise.resolve(null) };
  return {
    tokenizerKind: 'tokenizer.bin',
    async readTokenizer() {
      const source = await folder.open(name);
      if (source.size > maxTokenizerBytes) {
        throw badCheckpoint(source.name, `is ${source.size} bytes long; at most ${maxTokenizerBytes} are read`);
      }
      return llama2cTokenizer(await source.read(0, source.size), dVocab, source.name);
    },
  };
}
