import { blobDigest } from './ollamaStore';

/**
 * Files whose names do not say whether they are checkpoints, but whose first bytes do: blobs of Ollama, and .bin files, which
 * may be of llama2.c, but also anything else.
 */

/** Globs of their names. */
export const watchedUnsureFiles = ['*.bin', 'sha256-*'];

/** So many of their first bytes decide. */
export const unsureBytes = 64;

/** Whether the first bytes of a file have to be looked at. Files of Hugging Face and its Trainer are known by their names. */
export function isUnsure(name: string): boolean {
  if (blobDigest(name) !== null) return true;
  return (
    name.endsWith('.bin') && !/^(pytorch_model|adapter_model|tf_model|training_args|optimizer|tokenizer)/.test(name)
  );
}

/** Whether a file that `isUnsure` begins as a checkpoint does. */
export function beginsAsCheckpoint(name: string, start: Uint8Array): boolean {
  const bytes = new DataView(start.buffer, start.byteOffset, start.byteLength);
  return blobDigest(name) === null ? beginsAsLlama2c(bytes) : beginsAsGguf(bytes);
}

function beginsAsGguf(bytes: DataView): boolean {
  return bytes.byteLength >= 4 && bytes.getUint32(0, true) === 0x46554747;
}

/** llama2.c's export.py: "ak42" and a version, or in version 0 seven sizes without a magic number. */
function beginsAsLlama2c(bytes: DataView): boolean {
  if (bytes.byteLength < unsureBytes) return false;
  if (bytes.getUint32(0, true) === 0x616b3432) return true;
  const [width = 0, mlpWidth = 0, layers = 0, heads = 0, keyValueHeads = 0, vocabulary = 0, context = 0] = Array.from(
    { length: 7 },
    // The size of the vocabulary is negative if the output has weights of its own.
    (_, i) => Math.abs(bytes.getInt32(4 * i, true)),
  );
  const isWithin = (value: number, max: number): boolean => value >= 1 && value <= max;
  return (
    isWithin(width, 2 ** 16) &&
    isWithin(mlpWidth, 2 ** 18) &&
    isWithin(layers, 1024) &&
    isWithin(heads, 1024) &&
    isWithin(keyValueHeads, heads) &&
    isWithin(vocabulary, 2 ** 22) &&
    isWithin(context, 2 ** 24) &&
    width % heads === 0 &&
    heads % keyValueHeads === 0
  );
}
