import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ggufDialects } from '../../../src/model/formats/gguf/dialects/dialects';
import { createEngineService } from '../../../src/service/engineService';
import { openFile } from '../../../src/service/fileFolder';
import { readGgufHeader } from '../../../src/model/formats/gguf/ggufHeader';
import { readSafetensorsHeader } from '../../../src/model/formats/safetensors/safetensors';
import { testPlaces, testTokenizerModule } from '../../support/backends';
import { fixture, largestRelativeDifference } from '../../support/fixtures';
import { neverAborted } from '../../support/runModel';

/** Tiny random models, converted as llama.cpp does (test/fixtures/gguf/make_gguf.py), with the originals' logits. */
const names = readdirSync(fixture('gguf/models'))
  .filter(name => name.endsWith('.gguf'))
  .map(name => name.slice(0, -'.gguf'.length));

/** Dialects without a model here would not be tested. */
it('every dialect has a model', async () => {
  const architectures = await Promise.all(
    names.map(async name => {
      const { metadata } = await readGgufHeader(await openFile(fixture(`gguf/models/${name}.gguf`)));
      return metadata.string('general.architecture');
    }),
  );
  expect([...new Set(architectures)].toSorted()).toEqual([...ggufDialects.keys()].toSorted());
});

describe.each(names)('the GGUF model %s', name => {
  it('gives the logits that transformers gives for the original', async () => {
    const service = createEngineService({
      backend: 'wasm',
      places: testPlaces,
      tokenizerModule: testTokenizerModule,
      storage: { folder: null, untouched: ['/'] },
    });
    const context = { signal: neverAborted, report: () => undefined };
    const { checkpoint } = await service.load({ path: fixture(`gguf/models/${name}.gguf`) }, context);
    const ids = new Int32Array(await reference(name, 'input_ids'));
    const logits = new Float32Array(await reference(name, 'logits'));
    const pass = { checkpoint, ids: { shape: [1, ids.length], data: ids }, interventions: [] };
    const found = await service.activation({ pass, name: 'logits' }, context);
    expect(largestRelativeDifference(found.data, logits)).toBeLessThan(1e-4);
  });
});

async function reference(name: string, tensor: string): Promise<ArrayBuffer> {
  const file = await openFile(fixture(`gguf/models/${name}.safetensors`));
  const stored = (await readSafetensorsHeader(file)).find(one => one.name === tensor);
  if (!stored) throw new Error(`${name} has no reference ${tensor}`);
  return (await file.read(stored.offset, stored.byteLength)).buffer;
}
