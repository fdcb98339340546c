import { openTorchFile } from '../../src/model/formats/pytorch/torchFile';
import { findStateDict, type StateDict } from '../../src/model/formats/pytorch/stateDict';
import { storedTensors } from '../../src/model/formats/pytorch/storedTensors';
import type { ByteSource } from '../../src/model/byteSource';
import { openFile } from '../../src/service/fileFolder';
import { fixture, readJson } from './fixtures';

export interface Numbers {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export function torchFixture(name: string): Promise<ByteSource> {
  return openFile(fixture('pytorch', name));
}

/** What torch.load gives, as make_pytorch.py wrote it. */
export function torchReference(name: string): Record<string, Numbers> {
  return readJson(fixture('pytorch', name)) as Record<string, Numbers>;
}

/** The float tensors of a file of torch.save, read in full. */
export async function readTorchFile(source: ByteSource): Promise<StateDict & { read: Record<string, Numbers> }> {
  const file = await openTorchFile(source);
  const saved = findStateDict(file.root, source.name);
  const read: Record<string, Numbers> = {};
  for (const { name, shape, format, offset, byteLength } of await storedTensors(source, file, saved.tensors)) {
    if (format) read[name] = { shape, values: [...format.decode(await source.read(offset, byteLength))] };
  }
  return { ...saved, read };
}
