import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../../../../src/model/byteSource';
import { openGguf } from '../../../../../src/model/formats/gguf/openGguf';
import { createEngineService } from '../../../../../src/service/engineService';
import { openCheckpoint } from '../../../../../src/service/openCheckpoint';
import { testPlaces, testTokenizerModule } from '../../../../support/backends';
import { inRepository, largestDifference, sharedFolder } from '../../../../support/fixtures';
import { memoryFolder } from '../../../../support/memoryFolder';
import { neverAborted } from '../../../../support/runModel';

const stories = sharedFolder('models/stories260K/derived_gguf/stories260K-f32.gguf');

describe.skipIf(!stories)('a Llama as GGUF (skipped without the reference models)', () => {
  it('computes the same as its Hugging Face twin, with the same tokenizer', async () => {
    const service = createEngineService({
      backend: 'wasm',
      places: testPlaces,
      tokenizerModule: testTokenizerModule,
      storage: { folder: null, untouched: ['/'] },
    });
    const context = { signal: neverAborted, report: () => undefined };
    const logits = async (path: string): Promise<Float32Array> => {
      const { checkpoint } = await service.load({ path }, context);
      const text = 'Once upon a time, Lily saw a café 🌊.';
      const { ids } = await service.tokenize({ path, text, startToken: 'auto' }, context);
      const pass = { checkpoint, ids: { shape: [1, ids.length], data: ids }, interventions: [] };
      return (await service.activation({ pass, name: 'logits' }, context)).data;
    };
    const twin = await logits(inRepository('media/demo/stories260K'));
    expect(largestDifference(await logits(stories ?? ''), twin)).toBeLessThan(1e-4);
  });

  it('is described from its header', async () => {
    const { config, tokenizerKind } = await openCheckpoint(stories ?? '');
    expect(config).toMatchObject({
      architecture: 'llama',
      nLayers: 5,
      nHeads: 8,
      nKeyValueHeads: 4,
      tiedEmbeddings: true,
    });
    expect(tokenizerKind).toBe('gguf');
  });
});

describe.skipIf(!stories)('a damaged GGUF file (skipped without the reference models)', () => {
  const whole = stories ? readFileSync(stories) : Buffer.alloc(0);
  const source = (bytes: Uint8Array): ByteSource => ({
    name: 'damaged.gguf',
    size: bytes.length,
    read: (offset, length) => Promise.resolve(Uint8Array.from(bytes.subarray(offset, offset + length))),
  });

  it.each([0, 3, 7, 100, 5000, 14_000, 20_000, 500_000])(
    'that is cut after %i bytes is refused by name',
    async length => {
      await expect(openGguf(source(whole.subarray(0, length)), memoryFolder({}))).rejects.toMatchObject({
        reason: 'bad-checkpoint',
        message: expect.stringContaining('damaged.gguf') as string,
      });
    },
  );

  it('with changed bytes in its header is refused or read, and fails in no other way', async () => {
    const headerEnd = 14_112;
    for (let at = 0; at < headerEnd; at += 131) {
      const damaged = Uint8Array.from(whole.subarray(0, Math.min(whole.length, 2_000_000)));
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      const outcome = await openGguf(source(damaged), memoryFolder({})).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome, `byte ${at}`).toMatchObject({ name: 'AppError' });
    }
    expect(statSync(stories ?? '').size).toBe(whole.length);
  });
});
