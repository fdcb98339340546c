import { architectureOf } from '../../architecture/registry';
import type { ByteSource, CheckpointFolder } from '../../byteSource';
import type { Checkpoint } from '../../checkpoint';
import { matchedModel } from '../../matchTensors';
import type { FileFormat } from '../checkpointFormat';
import { isGguf } from './ggufHeader';
import { ggufTokenizer, hasGgufTokenizer } from './ggufTokenizer';
import { readWholeGguf } from './splitGguf';
import { translateGguf } from './translateGguf';

/** A llama.cpp file: weights, config and tokenizer in one. */
export const gguf: FileFormat = {
  unit: 'file',
  recognises: isGguf,
  open: openGguf,
};

/**
 * Opens a GGUF file, or the first of several, from its header. Rejects with `bad-checkpoint` and `unsupported`, as for a
 * folder.
 */
export async function openGguf(source: ByteSource, folder: CheckpointFolder): Promise<Checkpoint> {
  const header = await readWholeGguf(source, folder);
  const { config: json, tensors: stored, nameInFile } = await translateGguf(header);
  const model = await matchedModel(architectureOf(json), json, stored, nameInFile);
  const { metadata } = header;
  const hasTokenizer = hasGgufTokenizer(metadata);
  return {
    name: source.name,
    storedConfig: metadata.fields,
    ...model,
    tokenizerKind: hasTokenizer ? 'gguf' : 'none',
    readTokenizer: () => Promise.resolve(hasTokenizer ? ggufTokenizer(metadata) : null),
  };
}
