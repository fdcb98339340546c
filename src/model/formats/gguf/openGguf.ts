import type { Architecture } from '../../architecture/architecture';
import { unsupported } from '../../badCheckpoint';
import type { ByteSource } from '../../byteSource';
import type { Checkpoint } from '../../checkpoint';
import { matchTensors } from '../../matchTensors';
import { readGgufHeader } from './ggufHeader';
import { ggufLlama } from './ggufLlama';
import { tokenizerFromGguf } from './ggufTokenizer';

const architectures: readonly Architecture[] = [ggufLlama];

/** A checkpoint in one GGUF file, from its header. Throws `bad-checkpoint` and `unsupported` as for a folder. */
export async function openGguf(source: ByteSource): Promise<Checkpoint> {
  const { metadata, tensors } = await readGgufHeader(source);
  const name = metadata.string('general.architecture');
  const architecture = architectures.find(one => one.modelType === name);
  if (!architecture) {
    const known = architectures.map(one => one.modelType).join(', ');
    throw unsupported(metadata.where, `"general.architecture" is "${name}"; supported in GGUF files: ${known}`);
  }
  const stored = new Map(tensors.map(tensor => [tensor.name, tensor]));
  const config = architecture.readConfig(metadata, new Set(stored.keys()));
  const parameters = architecture.parameters(config);
  const hasTokenizer = metadata.has('tokenizer.ggml.model');
  return {
    name: source.name,
    storedConfig: metadata.fields,
    config,
    parameters,
    tensors: matchTensors(stored, parameters, architecture, config),
    tokenizerKind: hasTokenizer ? 'gguf' : 'none',
    readTokenizer: () => Promise.resolve(hasTokenizer ? tokenizerFromGguf(metadata, config) : null),
  };
}
