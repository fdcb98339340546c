import { splitGgufName } from '../../../shared/splitGguf';
import { badCheckpoint } from '../../badCheckpoint';
import type { ByteSource, CheckpointFolder } from '../../byteSource';
import type { StoredTensor } from '../../storedTensor';
import { readGgufHeader, type GgufHeader } from './ggufHeader';

const countRange = { min: 0, max: 65535 };

/**
 * The header of a model in one file, or in several as llama-gguf-split writes them: the first part has the metadata, and
 * each has tensors. `file` is the first part, and the others stand beside it.
 *
 * Rejects with `bad-checkpoint` for a later part, and for a part that is missing or of another model.
 */
export async function readWholeGguf(file: ByteSource, folder: CheckpointFolder): Promise<GgufHeader> {
  const first = await readGgufHeader(file);
  const { count, index } = placeInSplit(first);
  if (count <= 1) return first;
  const name = file.name.split('/').at(-1) ?? file.name;
  const names = splitGgufName(name);
  if (index !== 0) {
    const toOpen = names?.parts[0] === undefined ? 'its first part' : `"${names.parts[0]}"`;
    throw badCheckpoint(file.name, `is part ${index + 1} of a model in ${count} files; open ${toOpen} instead`);
  }
  if (names?.part !== 1 || names.parts.length !== count) {
    const ending = `-00001-of-${String(count).padStart(5, '0')}.gguf`;
    throw badCheckpoint(
      file.name,
      `is the first of ${count} files; its name has to end in "${ending}", so that the others can be found`,
    );
  }
  const missing = names.parts.find(part => part !== name && !folder.files.has(part));
  if (missing !== undefined) {
    throw badCheckpoint(file.name, `is the first of ${count} files, and "${missing}" is not beside it`);
  }
  const tensors = [...first.tensors];
  for (const [at, part] of names.parts.entries()) {
    if (at > 0) tensors.push(...(await tensorsOfPart(await folder.open(part), at, count)));
  }
  checkAllTensors(file, first, tensors);
  return { ...first, tensors };
}

function placeInSplit({ metadata }: GgufHeader): { count: number; index: number } {
  return {
    count: metadata.integer('split.count', countRange, 1),
    index: metadata.integer('split.no', countRange, 0),
  };
}

async function tensorsOfPart(part: ByteSource, expected: number, count: number): Promise<readonly StoredTensor[]> {
  const header = await readGgufHeader(part);
  const place = placeInSplit(header);
  if (place.index === expected && place.count === count) return header.tensors;
  throw badCheckpoint(
    part.name,
    `says that it is part ${place.index + 1} of ${place.count}, expected ${expected + 1} of ${count}`,
  );
}

function checkAllTensors(file: ByteSource, { metadata }: GgufHeader, tensors: readonly StoredTensor[]): void {
  const names = new Set<string>();
  for (const { name, source } of tensors) {
    if (names.has(name)) throw badCheckpoint(source.name, `has the tensor "${name}", which an earlier part has too`);
    names.add(name);
  }
  const promised = metadata.integer('split.tensors.count', { min: 0, max: Number.MAX_SAFE_INTEGER }, tensors.length);
  if (promised !== tensors.length) {
    throw badCheckpoint(file.name, `promises ${promised} tensors, and its parts have ${tensors.length}`);
  }
}
