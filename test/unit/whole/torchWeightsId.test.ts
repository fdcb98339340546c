import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../src/service/openCheckpoint';
import { WeightsHash, weightsIdOf } from '../../../src/service/weightsHash';
import { fixture } from '../../support/fixtures';
import { readTorchFile, torchFixture } from '../../support/torchFiles';
import { openTorchFile } from '../../../src/model/formats/pytorch/torchFile';
import { findStateDict } from '../../../src/model/formats/pytorch/stateDict';
import { storedTensors } from '../../../src/model/formats/pytorch/storedTensors';

describe('the id of weights', () => {
  it('is the same for a checkpoint of llama2.c and for what was exported from it', async () => {
    const folder = fixture('pytorch', 'models', 'llama2c');
    const ids = await Promise.all(
      ['ckpt.pt', 'model.bin', 'model.v1.bin'].map(async file => weightsIdOf(await openCheckpoint(join(folder, file)))),
    );
    expect(new Set(ids).size).toBe(1);
  });

  it('differs for a matrix and its transpose, whose stored bytes are the same', async () => {
    const ids = await Promise.all(['square.pt', 'square.transposed.pt'].map(idOfWeight));
    expect(new Set(ids).size).toBe(2);
    const [plain, turned] = await Promise.all(
      ['square.pt', 'square.transposed.pt'].map(async name => (await readTorchFile(await torchFixture(name))).read),
    );
    expect(plain?.weight?.values).toEqual([0, 1, 2, 3]);
    expect(turned?.weight?.values).toEqual([0, 2, 1, 3]);
  });
});

async function idOfWeight(name: string): Promise<string> {
  const source = await torchFixture(name);
  const file = await openTorchFile(source);
  const hash = new WeightsHash({});
  for (const tensor of await storedTensors(source, file, findStateDict(file.root, name).tensors)) {
    hash.add(tensor, await source.read(tensor.offset, tensor.byteLength), 0);
  }
  return hash.digest();
}
