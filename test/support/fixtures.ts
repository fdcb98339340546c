import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readSafetensorsHeader } from '../../src/model/formats/safetensors/safetensors';
import { openFolder } from '../../src/service/fileFolder';
import type { FloatView, IntView } from '../../src/shared/tensorView';

const repository = resolve(import.meta.dirname, '../..');

export function fixture(...path: string[]): string {
  return join(repository, 'test/fixtures', ...path);
}

export function inRepository(...path: string[]): string {
  return join(repository, ...path);
}

/**
 * Real models and tokenizers that are too large or not ours to keep here. They are beside the repository, or in the
 * folder of MODEL_CIRCUITS_SHARED. Tests that need a missing folder are skipped.
 */
export function sharedFolder(...path: string[]): string | null {
  const folder = join(process.env.MODEL_CIRCUITS_SHARED ?? join(repository, '../shared'), ...path);
  return existsSync(folder) ? folder : null;
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Reference tensors of a golden folder, by name. */
export interface Golden {
  readonly names: readonly string[];
  floats(name: string): Promise<FloatView>;
  ints(name: string): Promise<IntView>;
  ids(): Promise<IntView>;
}

export async function openGolden(folder: string, file = 'golden.safetensors'): Promise<Golden> {
  const stored = await readSafetensorsHeader(await (await openFolder(folder)).open(file));
  const find = async (name: string): Promise<{ shape: readonly number[]; bytes: Uint8Array<ArrayBuffer> }> => {
    const tensor = stored.find(one => one.name === name);
    if (!tensor) throw new Error(`${folder} has no reference ${name}`);
    return { shape: tensor.shape, bytes: await tensor.source.read(tensor.offset, tensor.byteLength) };
  };
  const ints = async (name: string): Promise<IntView> => {
    const { shape, bytes } = await find(name);
    return { shape, data: new Int32Array(bytes.buffer) };
  };
  return {
    names: stored.map(({ name }) => name),
    async floats(name) {
      const { shape, bytes } = await find(name);
      return { shape, data: new Float32Array(bytes.buffer) };
    },
    ints,
    ids: () => ints('input_ids'),
  };
}

/** The largest difference. Infinity if a number is NaN or the lengths differ. */
export function largestDifference(a: Float32Array, b: Float32Array): number {
  return largestOf(a, b, () => 1);
}

/** The largest difference as a share of the reference, for references above 1. */
export function largestRelativeDifference(a: Float32Array, reference: Float32Array): number {
  return largestOf(a, reference, value => Math.max(1, Math.abs(value)));
}

function largestOf(a: Float32Array, b: Float32Array, unit: (reference: number) => number): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!) / unit(b[i]!);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}
