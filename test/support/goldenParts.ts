import { readSafetensorsHeader } from '../../src/model/formats/safetensors/safetensors';
import { openFolder } from '../../src/service/fileFolder';
import { fixture, readJson } from './fixtures';
import { memoryFolder, zeroTensors } from './memoryFolder';
import type { CheckpointFolder } from '../../src/model/byteSource';

/** A tensor of a file as tests describe it. */
export interface TensorKind {
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** The parts of a golden checkpoint, so that a test can change one and put them together again. */
export interface CheckpointParts {
  config: Record<string, unknown>;
  tensors: Record<string, TensorKind>;
}

export async function goldenParts(name: string): Promise<CheckpointParts> {
  const folder = await openFolder(fixture('goldens', name));
  const stored = await readSafetensorsHeader(await folder.open('model.safetensors'));
  return {
    config: readJson(fixture('goldens', name, 'config.json')) as Record<string, unknown>,
    tensors: Object.fromEntries(stored.map(tensor => [tensor.name, { dtype: tensor.dtype, shape: tensor.shape }])),
  };
}

/** A folder of these parts with zero weights. */
export function folderOf(
  { config, tensors }: CheckpointParts,
  files: Readonly<Record<string, unknown>> = {},
): CheckpointFolder {
  return memoryFolder({ 'config.json': config, 'model.safetensors': zeroTensors(tensors), ...files });
}
