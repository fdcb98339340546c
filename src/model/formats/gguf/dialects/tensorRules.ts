import { badCheckpoint } from '../../../badCheckpoint';
import type { StoredTensor } from '../../../storedTensor';
import { pairsToHalves, transposed as transposedLayout, type Layout } from '../../../weightLayout';

export interface GgufSizes {
  readonly nLayers: number;
  readonly nHeads: number;
  readonly nKeyValueHeads: number;
  readonly dModel: number;
  readonly dHead: number;
}

/** What a tensor of the file is to the family. */
export interface TensorRule {
  /** The family's names for what the tensor holds, without the block and without ".weight" and ".bias". */
  readonly names: readonly string[];
  /** One tensor for each name, with the family's shape and order of numbers. */
  readonly read: (tensor: StoredTensor, sizes: GgufSizes) => readonly StoredTensor[];
}

/** The same numbers under another name. */
export function named(name: string): TensorRule {
  return { names: [name], read: tensor => [tensor] };
}

/**
 * W_Q or W_K whose rows the converter reorders in each head: llama.cpp rotates neighbouring pairs (2i, 2i + 1), Hugging
 * Face rotates (i, i + d_head/2).
 */
export function paired(name: string): TensorRule {
  return arranged(name, ([rows = 0, columns = 1], { dHead }) => pairsToHalves(rows, columns, dHead));
}

/** A weight that Hugging Face keeps as [in, out] (GPT-2's Conv1D), and the file as [out, in]. */
export function transposed(name: string): TensorRule {
  return {
    names: [name],
    read: tensor => {
      const [rows = 0, columns] = tensor.shape;
      if (columns === undefined) return [tensor];
      return [{ ...withLayout(tensor, transposedLayout(rows, columns)), shape: [columns, rows] }];
    },
  };
}

/**
 * A gain that the file holds as it is used, and Hugging Face less 1 (Gemma). The family adds the 1 again, exactly for gains
 * from 0.5 to 2.
 */
export function lessOne(name: string): TensorRule {
  return arranged(name, () => gains => gains.map(gain => gain - 1));
}

/**
 * q, k and v in one weight, which the file has one after the other. Hugging Face has them by groups: a key-value head's
 * queries, its key, its value (GPT-NeoX, BLOOM, Falcon).
 */
export function grouped(name: string): TensorRule {
  return arranged(name, ([, columns = 1], { nHeads, nKeyValueHeads, dHead }) => stored => {
    const result = new Float32Array(stored.length);
    const head = dHead * columns;
    const queries = nHeads / nKeyValueHeads;
    let to = 0;
    for (let group = 0; group < nKeyValueHeads; group++) {
      const from = [
        ...Array.from({ length: queries }, (_, query) => group * queries + query),
        nHeads + group,
        nHeads + nKeyValueHeads + group,
      ];
      for (const at of from) {
        result.set(stored.subarray(at * head, (at + 1) * head), to);
        to += head;
      }
    }
    return result;
  });
}

/** q, k and v in one weight, which Hugging Face keeps as three. */
export function split(q: string, k: string, v: string): TensorRule {
  return {
    names: [q, k, v],
    read: (tensor, { nHeads, nKeyValueHeads, dHead }) => {
      const { shape, byteLength, offset, source, name } = tensor;
      const [rows = 0, ...rest] = shape;
      const counts = [nHeads * dHead, nKeyValueHeads * dHead, nKeyValueHeads * dHead];
      const bytesPerRow = byteLength / rows;
      if (rows !== counts.reduce((sum, count) => sum + count, 0) || !Number.isInteger(bytesPerRow)) {
        throw badCheckpoint(source.name, `tensor "${name}" has ${rows} rows, expected ${counts.join(' + ')}`);
      }
      const starts = [0, nHeads * dHead, (nHeads + nKeyValueHeads) * dHead];
      return counts.map((count, part) => ({
        ...tensor,
        shape: [count, ...rest],
        offset: offset + (starts[part] ?? 0) * bytesPerRow,
        byteLength: count * bytesPerRow,
      }));
    },
  };
}

function arranged(name: string, layout: (shape: readonly number[], sizes: GgufSizes) => Layout): TensorRule {
  return { names: [name], read: (tensor, sizes) => [withLayout(tensor, layout(tensor.shape, sizes))] };
}

function withLayout(tensor: StoredTensor, layout: Layout): StoredTensor {
  const { format } = tensor;
  return format ? { ...tensor, format: { ...format, decode: bytes => layout(format.decode(bytes)) } } : tensor;
}
