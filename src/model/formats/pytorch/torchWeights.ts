import type { ByteSource } from '../../byteSource';
import type { StoredTensor } from '../../storedTensor';
import { dictEntries, PickleTuple, type PickleValue } from './pickleValue';
import { plainFields } from './plainValue';
import { asModule, findStateDict, maxNameLength, maxTensors, moduleTensors } from './stateDict';
import { storedTensors } from './storedTensors';
import { openTorchFile } from './torchFile';
import { isPlainTensor, isTensor } from './torchTensor';

/** The weights in a file of torch, wherever they are in what was saved. Rejects as `openTorchFile` and `findStateDict` do. */
export async function readTorchWeights(source: ByteSource): Promise<StoredTensor[]> {
  const file = await openTorchFile(source);
  return storedTensors(source, file, findStateDict(file.root, source.name).tensors);
}

/**
 * All tensors that a file of torch holds in dicts, lists and modules, an optimiser's too, by their path:
 * "model.lm_head.weight". `metadata` has the values beside them that JSON has. Tensors that are no plain view of stored
 * numbers are left out. Rejects as `openTorchFile` does.
 */
export async function listTorchFile(
  source: ByteSource,
): Promise<{ tensors: StoredTensor[]; metadata: Record<string, unknown> }> {
  const file = await openTorchFile(source);
  const found = new Map<string, PickleValue>();
  const seen = new Set<PickleValue>();
  const waiting: [path: string, value: PickleValue][] = [['', file.root]];
  for (let next = waiting.pop(); next && found.size < maxTensors; next = waiting.pop()) {
    const [path, value] = next;
    if (typeof value !== 'object' || seen.has(value) || path.length > maxNameLength) continue;
    if (isTensor(value)) {
      if (isPlainTensor(value)) found.set(path === '' ? 'tensor' : path, value);
      continue;
    }
    // Values may hold themselves, and one value may stand in many places.
    seen.add(value);
    const inner = [...partsOf(value, source.name)].toReversed();
    for (const [name, one] of inner) waiting.push([path === '' ? String(name) : `${path}.${name}`, one]);
  }
  return { tensors: await storedTensors(source, file, found), metadata: plainFields(file.root) };
}

function* partsOf(value: PickleValue, where: string): Generator<[string | number, PickleValue]> {
  const module = asModule(value);
  if (module) return yield* moduleTensors(module, where);
  for (const [key, one] of dictEntries(value) ?? []) {
    if (typeof key === 'string' || typeof key === 'number') yield [key, one];
  }
  const items = Array.isArray(value) ? value : value instanceof PickleTuple ? value.items : [];
  yield* items.entries();
}
