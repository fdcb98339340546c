import { architectureOf } from '../../architecture/registry';
import type { ByteSource } from '../../byteSource';
import type { Checkpoint } from '../../checkpoint';
import { matchTensors } from '../../matchTensors';
import { readGgufHeader } from './ggufHeader';
import { tokenizerFromGguf } from './ggufTokenizer';
import { translateGguf } from './translateGguf';

/** A checkpoint in one GGUF file, from its header. Throws `bad-checkpoint` and `unsupported` as for a folder. */
export async function openGguf(source: ByteSource): Promise<Checkpoint> {
  const header = await readGgufHeader(source);
  const { config: json, tensors: stored, nameInFile } = translateGguf(header);
  const architecture = architectureOf(json);
  const { config, parameters } = architecture.read(json, new Set(stored.keys()));
  const { metadata } = header;
  const hasTokenizer = metadata.has('tokenizer.ggml.model');
  return {
    name: source.name,
    storedConfig: metadata.fields,
    config,
    parameters,
    tensors: matchTensors(stored, parameters, architecture, config, nameInFile),
    tokenizerKind: hasTokenizer ? 'gguf' : 'none',
    readTokenizer: () => Promise.resolve(hasTokenizer ? tokenizerFromGguf(metadata, config) : null),
  };
}
