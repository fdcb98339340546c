import { fileFormatOf } from '../../shared/checkpointFiles';
import type { ByteSource } from '../byteSource';
import { unsupported } from '../badCheckpoint';
import type { StoredTensor } from '../storedTensor';
import { readGgufHeader } from './gguf/ggufHeader';
import { gguf } from './gguf/openGguf';
import { pytorch } from './pytorch/openPytorchFile';
import { listTorchFile } from './pytorch/torchWeights';
import { readSafetensors } from './safetensors/safetensors';
import { recognisedBytes } from './checkpointFormat';

/** What a file of weights holds, whether or not it is a model that we compute. */
export interface WeightsListing {
  /** "safetensors", "GGUF", "PyTorch". */
  readonly format: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly tensors: readonly StoredTensor[];
}

/**
 * The header of a file of weights, of any format that we read. Rejects with `bad-checkpoint` for a damaged header and with
 * `unsupported` for another kind of file.
 */
export async function listWeights(file: ByteSource): Promise<WeightsListing> {
  const start = await file.read(0, Math.min(file.size, recognisedBytes));
  if (gguf.recognises(start, file.size)) {
    const { metadata, tensors } = await readGgufHeader(file);
    return { format: 'GGUF', metadata: metadata.fields, tensors };
  }
  if (file.name.endsWith('.safetensors')) {
    const { metadata, tensors } = await readSafetensors(file);
    return { format: 'safetensors', metadata: metadata?.fields ?? {}, tensors };
  }
  if (pytorch.recognises(start, file.size) || fileFormatOf(file.name) === 'pytorch') {
    return { format: 'PyTorch', ...(await listTorchFile(file)) };
  }
  throw unsupported(file.name, 'is no safetensors, GGUF or PyTorch file');
}
