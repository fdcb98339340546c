import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../../../src/model/checkpoint';
import { openLlama2c } from '../../../../../src/model/formats/llama2c/openLlama2c';
import { openCheckpoint } from '../../../../../src/service/openCheckpoint';
import { fixture, readJson, sharedFolder } from '../../../../support/fixtures';
import { libraryIds } from '../../../../support/libraryIds';
import { memoryFolder, memorySource } from '../../../../support/memoryFolder';
import { rejection } from '../../../../support/rejection';

/** All weights, by the family's names. */
async function numbersOf({ tensors }: Checkpoint): Promise<Map<string, Float32Array | undefined>> {
  const entries = [...tensors].map(async ([name, { format, source, offset, byteLength }]) => {
    return [name, format?.decode(await source.read(offset, byteLength))] as const;
  });
  return new Map(await Promise.all(entries));
}

const models = ['llama2c', 'llama2c-untied-gqa'];

describe('a .bin file of llama2.c', () => {
  it.each(models.flatMap(name => [[name, 'model.bin'] as const, [name, 'model.v1.bin'] as const]))(
    '%s/%s has the weights of the checkpoint from which it was exported',
    async (name, file) => {
      const folder = fixture('pytorch', 'models', name);
      const exported = await openCheckpoint(join(folder, file));
      const trained = await openCheckpoint(join(folder, 'ckpt.pt'));
      expect(exported.config).toEqual(trained.config);
      expect(await numbersOf(exported)).toEqual(await numbersOf(trained));
    },
  );

  it.each(models)('%s/model.v2.bin has int8 in groups, as export.py rounds them', async name => {
    const folder = fixture('pytorch', 'models', name);
    const exported = await numbersOf(await openCheckpoint(join(folder, 'model.v2.bin')));
    const rounded = await numbersOf(await openCheckpoint(join(folder, 'rounded.pt')));
    expect(exported).toEqual(rounded);
  });

  const stories = sharedFolder('models/stories260K');
  it.skipIf(!stories).each(['stories260K.bin', 'stories260K.v1.bin'])('%s is its Hugging Face twin', async file => {
    const exported = await openCheckpoint(join(stories ?? '', file));
    const twin = await openCheckpoint(join(stories ?? '', 'derived_hf'));
    expect(exported.config).toEqual(twin.config);
    expect(await numbersOf(exported)).toEqual(await numbersOf(twin));
  });

  const xs = sharedFolder('models/llama2xs');
  it.skipIf(!xs)('model.bin of llama2xs is its ckpt.pt', async () => {
    const exported = await openCheckpoint(join(xs ?? '', 'model.bin'));
    const trained = await openCheckpoint(join(xs ?? '', 'ckpt.pt'));
    expect(exported.config).toEqual(trained.config);
    expect(await numbersOf(exported)).toEqual(await numbersOf(trained));
  });
});

describe('the tokenizer of a .bin file of llama2.c', () => {
  const bytes = readFileSync(fixture('pytorch', 'models', 'llama2c', 'model.bin'));
  const open = (files: Record<string, unknown>): Promise<Checkpoint> =>
    openLlama2c(memorySource('model.bin', bytes), memoryFolder(files));

  it('stands beside it under one of two names', async () => {
    const { config, ...none } = await open({ 'tok9999.bin': '' });
    expect([none.tokenizerKind, await none.readTokenizer()]).toEqual(['none', null]);
    for (const name of ['tokenizer.bin', `tok${config.dVocab}.bin`]) {
      const checkpoint = await open({ [name]: 'no tokenizer' });
      expect(checkpoint.tokenizerKind).toBe('tokenizer.bin');
      expect((await rejection(checkpoint.readTokenizer())).message).toContain(
        `model/${name}: token 0 does not lie in the file`,
      );
    }
  });

  const stories = sharedFolder('models/stories260K');
  it.skipIf(!stories)('gives the reference ids of stories260K', async () => {
    const checkpoint = await openCheckpoint(join(stories ?? '', 'stories260K.bin'));
    const definition = await checkpoint.readTokenizer();
    if (definition?.kind !== 'library') expect.fail('has no tokenizer');
    const { text, ids } = readJson(fixture('goldens/stories260K-reference.json')) as { text: string; ids: number[] };
    expect([...definition.surrounding.before, ...(await libraryIds(definition)(text))]).toEqual(ids);
  });
});

describe('a .bin file that is no model of llama2.c', () => {
  it.each(['model.bin', 'model.v1.bin', 'model.v2.bin'])('%s is refused if it is cut off or too long', async file => {
    const bytes = readFileSync(fixture('pytorch', 'models', 'llama2c', file));
    for (const length of [0, 27, 47, 100, bytes.length - 1]) {
      const error = await rejection(openLlama2c(memorySource('cut.bin', bytes.subarray(0, length)), memoryFolder({})));
      expect(error.message).toMatch(/^cut\.bin: is (no model of|\d+ bytes long, but)/);
    }
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    const error = await rejection(openLlama2c(memorySource('long.bin', longer), memoryFolder({})));
    expect(error.message).toContain(
      `is ${longer.length} bytes long, but a model of llama2.c with its header has ${bytes.length}`,
    );
  });

  it.each([
    ['negative', [-1, 1, 1, 1, 1, 1, 1]],
    ['enormous', [2 ** 30, 2 ** 30, 1000, 2 ** 30, 1, 2 ** 30, 2 ** 30]],
    ['odd', [15, 20, 2, 2, 2, 24, 12]],
    ['unequal', [16, 20, 2, 4, 3, 24, 12]],
  ])('is refused with %s sizes', async (_what, sizes) => {
    const bytes = new Uint8Array(Int32Array.from([...sizes, 0, 0, 0, 0, 0, 0]).buffer);
    const error = await rejection(openLlama2c(memorySource('x.bin', bytes), memoryFolder({})));
    expect(error).toMatchObject({ reason: 'bad-checkpoint' });
    expect(error.message).toMatch(/^x\.bin: is no model of torch, GGUF or llama2\.c/);
  });
});
