import { badCheckpoint } from '../../badCheckpoint';
import type { StoredTensor } from '../../storedTensor';

/** One for each pair of a head's numbers. */
const maxFactors = 2 ** 16;

/** The numbers of those tensors that a file has, by name: they belong to the config. */
export async function readRopeFactors(
  tensors: ReadonlyMap<string, StoredTensor>,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const found = new Map<string, readonly number[]>();
  for (const name of names) {
    const tensor = tensors.get(name);
    if (tensor) found.set(name, await numbersOf(tensor));
  }
  return found;
}

async function numbersOf({ source, name, shape, format, offset, byteLength }: StoredTensor): Promise<number[]> {
  const [length = 0, ...rest] = shape;
  if (!format || rest.length > 0 || length > maxFactors) {
    throw badCheckpoint(source.name, `tensor "${name}" [${shape.join(', ')}] is no list of rotary factors`);
  }
  const factors = format.decode(await source.read(offset, byteLength));
  return Array.from(factors);
}
