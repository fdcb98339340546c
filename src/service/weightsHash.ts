import { createHash, type Hash } from 'node:crypto';
import type { Checkpoint } from '../model/checkpoint';
import { readBytes } from '../model/readTensor';
import type { StoredTensor } from '../model/storedTensor';

/**
 * SHA-256 of a checkpoint: config with sorted keys, then name, dtype, shape, order and bytes of each tensor, ordered by
 * name. The same weights have the same id in any folder and in any number of files.
 */
export class WeightsHash {
  readonly #hash: Hash = createHash('sha256');

  /** `config` is the checkpoint's configuration as it is stored, in JSON. */
  constructor(config: unknown) {
    this.#hash.update(canonicalJson(config));
  }

  /** The bytes of a tensor, all or the next of them; `from` is their position in the tensor. */
  add({ name, dtype, shape, order }: StoredTensor, bytes: Uint8Array, from: number): void {
    if (from === 0)
      this.#hash.update(`\n${name} ${dtype} [${shape.join(',')}]${order === undefined ? '' : ` ${order}`}\n`);
    this.#hash.update(bytes);
  }

  /** The hash in hexadecimal. Call it once, at the end. */
  digest(): string {
    return this.#hash.digest('hex');
  }
}

/** The id of a checkpoint's weights, read from its files: the same that loading it gives. */
export async function weightsIdOf({ storedConfig, tensors }: Checkpoint): Promise<string> {
  const hash = new WeightsHash(storedConfig);
  for (const stored of tensors.values()) {
    await readBytes(stored, (tensor, bytes, from) => hash.add(tensor, bytes, from));
  }
  return hash.digest();
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
