import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openPytorchFile } from '../../../src/model/formats/pytorch/openPytorchFile';
import { AppError } from '../../../src/shared/errors';
import { seededRandom } from '../../../src/shared/seededRandom';
import { fixture } from '../../support/fixtures';
import { memoryFolder, memorySource } from '../../support/memoryFolder';
import { readTorchFile } from '../../support/torchFiles';

const names = readdirSync(fixture('pytorch')).filter(name => name.endsWith('.pt'));

/** MODEL_CIRCUITS_FUZZ multiplies the number of files. */
const rounds = 25 * Number(process.env.MODEL_CIRCUITS_FUZZ ?? 1);

describe('a file of torch with changed bytes', () => {
  it.each(names)('%s is read or refused by its name, and fails in no other way', async name => {
    const bytes = readFileSync(fixture('pytorch', name));
    const random = seededRandom(name.length);
    for (let round = 0; round < rounds; round++) {
      const changed = mutated(bytes, random);
      const source = memorySource('changed.pt', changed);
      for (const read of [() => readTorchFile(source), () => openPytorchFile(source, memoryFolder({}))]) {
        const thrown: unknown = await read().then(
          () => null,
          (error: unknown) => error,
        );
        if (thrown === null) continue;
        if (!(thrown instanceof AppError)) throw new Error(`round ${round}`, { cause: thrown });
        expect(thrown.message).toMatch(/^changed\.pt/);
      }
    }
  });
});

/** A few bytes changed, inserted or taken out, or the end cut off. */
function mutated(bytes: Uint8Array, random: () => number): Uint8Array {
  const below = (limit: number): number => Math.floor(random() * limit);
  let changed = Uint8Array.from(bytes);
  const changes = 1 + below(4);
  for (let i = 0; i < changes; i++) {
    // Most of the interest is in the pickle at the start and the directory at the end.
    const at = random() < 0.5 ? below(Math.min(changed.length, 3000)) : below(changed.length);
    const kind = below(5);
    if (kind < 3) changed[at] = below(256);
    else if (kind === 3) changed = Uint8Array.from([...changed.subarray(0, at), below(256), ...changed.subarray(at)]);
    else changed = changed.slice(0, random() < 0.2 ? at : changed.length);
  }
  return changed;
}
