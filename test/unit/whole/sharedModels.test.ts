import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { blockHook } from '../../../src/engine/hooks';
import { loadModel } from '../../../src/engine/loadModel';
import { disposeModel, type TransformerModel } from '../../../src/engine/model';
import { minGpt } from '../../../src/model/architecture/nanoGpt';
import type { Checkpoint } from '../../../src/model/checkpoint';
import { floatFormats } from '../../../src/model/dtype';
import { JsonObject } from '../../../src/model/jsonFile';
import { matchedModel } from '../../../src/model/matchTensors';
import { openCheckpoint } from '../../../src/service/openCheckpoint';
import type { IntView } from '../../../src/shared/tensorView';
import { startTestBackend } from '../../support/backends';
import {
  largestDifference,
  largestRelativeDifference,
  openGolden,
  readJson,
  sharedFolder,
} from '../../support/fixtures';
import { memorySource } from '../../support/memoryFolder';
import { rejection } from '../../support/rejection';
import { loadFolder, logitsOfPass, neverAborted, runClean } from '../../support/runModel';

const models = sharedFolder('models');

/** The tolerance of logits and patterns. */
const tolerance = 1e-4;

describe.skipIf(!models)('real models in the form in which their authors saved them', () => {
  beforeAll(() => startTestBackend('wasm'));

  it('a pickled TransformerLens module gives the values of TransformerLens', async () => {
    const model = await loadFolder(inModels('gbmi-indhead/l_2_2_model.pth'));
    const golden = await openGolden(inModels('gbmi-indhead/hooked'));
    const pass = await runClean(model, await golden.ids());
    const logits = await logitsOfPass(model, pass);
    // Without a norm the logits reach 101, and there float32 itself rounds in steps of 8e-6.
    expect(largestRelativeDifference(logits.data, (await golden.floats('logits')).data)).toBeLessThan(tolerance);
    comparePatterns(model, pass, (await golden.floats('attentions')).data);
    disposeModel(model);
  });

  it.each(['finetuned_model_0', 'finetuned_model_400', 'finetuned_model_test', 'l_2_2_model'])(
    'the module %s has the weights that torch reads',
    async name => {
      const pickled = await openCheckpoint(inModels(`gbmi-indhead/${name}.pth`));
      const derived = await openGolden(inModels('gbmi-indhead/derived_tl_safetensors'), `${name}.safetensors`);
      expect(pickled.tensors.size).toBe(20);
      for (const [tensor, { format, source, offset, byteLength }] of pickled.tensors) {
        const numbers = format?.decode(await source.read(offset, byteLength));
        expect(numbers, tensor).toEqual((await derived.floats(tensor)).data);
      }
    },
  );

  it('a zip file that a transfer of text has damaged is named as such', async () => {
    const error = await rejection(openCheckpoint(inModels('gbmi-indhead/CORRUPT_finetuned_model.pth')));
    expect(error).toMatchObject({ reason: 'bad-checkpoint' });
    expect(error.message).toMatch(/^CORRUPT_finetuned_model\.pth: is a zip file .* it was damaged/);
  });

  it.each(['stories260K.bin', 'stories260K.v1.bin', 'derived_hf', 'derived_gguf/stories260K-f32.gguf'])(
    'stories260K as %s gives its reference',
    async file => {
      const reference = readJson(inModels('stories260K/reference.json')) as StoriesReference;
      const model = await loadFolder(inModels('stories260K', file));
      const pass = await runClean(model, row(reference.ids));
      const { data, shape } = await logitsOfPass(model, pass); // [1, position, d_vocab]
      const dVocab = shape[2] ?? 0;
      const rows = reference.ids.map((_, position) => data.subarray(position * dVocab, (position + 1) * dVocab));
      expect(rows.map(logits => logits.indexOf(Math.max(...logits)))).toEqual(reference.argmax);
      // Five decimals are stored.
      const last = Float32Array.from(reference.logits_last_first16);
      expect(largestDifference(rows.at(-1)?.subarray(0, 16) ?? new Float32Array(), last)).toBeLessThan(tolerance);
      const length = reference.ids.length;
      const pattern = pass.get(blockHook(3, 'attn.hook_pattern')).data; // [1, head, query, key]
      const largest = reference.attn_L3_H_max_row_last.map((_, head) =>
        Math.max(...pattern.subarray(((head + 1) * length - 1) * length, (head + 1) * length * length)),
      );
      const expected = Float32Array.from(reference.attn_L3_H_max_row_last);
      expect(largestDifference(Float32Array.from(largest), expected)).toBeLessThan(tolerance);
      disposeModel(model);
    },
  );

  it('minGPT’s sorter gives the activations that its author stored', async () => {
    const stored = readJson(inModels('gpt-nano-sort/gpt-nano-sort-model.json')) as StoredArrays;
    const partials = readJson(inModels('gpt-nano-sort/gpt-nano-sort-t0-partials.json')) as StoredArrays;
    const model = await loadModel(await sorter(stored), {
      signal: neverAborted,
      report: () => undefined,
      onTensorBytes: () => undefined,
    });
    const ids = { shape: [3, 11], data: Int32Array.from(arrayOf(partials, 'idx')) };
    const pass = await runClean(model, ids);
    const logits = await logitsOfPass(model, pass);
    expect(largestDifference(logits.data, arrayOf(partials, 'lm_head'))).toBeLessThan(tolerance);
    const pattern = pass.get(blockHook(0, 'attn.hook_pattern')).data;
    expect(largestDifference(pattern, arrayOf(partials, 'attSm'))).toBeLessThan(tolerance);
    disposeModel(model);
  });

  it('weights of a model of somebody’s own say what to write', async () => {
    const error = await rejection(openCheckpoint(inModels('hamza-position-shortcut/baseline.pt')));
    expect(error).toMatchObject({ reason: 'unsupported' });
    expect(error.message).toBe(
      'baseline.pt: holds 37 tensors ("tok_emb.weight", "pos_emb.weight", "blocks.0.ln1.gamma", …), but nothing says ' +
        'which model they are and how many heads it has. Write config.json beside it with the "model_type" of a ' +
        'supported family and its sizes',
    );
  });
});

interface StoriesReference {
  readonly ids: number[];
  readonly argmax: number[];
  readonly logits_last_first16: number[];
  readonly attn_L3_H_max_row_last: number[];
}

type StoredArrays = Readonly<Record<string, { readonly shape: number[]; readonly data: string }>>;

function inModels(...path: string[]): string {
  return join(models ?? '', ...path);
}

function row(ids: readonly number[]): IntView {
  return { shape: [1, ids.length], data: Int32Array.from(ids) };
}

function bytesOf(stored: StoredArrays, name: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(stored[name]?.data ?? '', 'base64'));
}

function arrayOf(stored: StoredArrays, name: string): Float32Array {
  return new Float32Array(bytesOf(stored, name).buffer);
}

/** The weights that the page of the model's author shows, as minGPT's state dict. */
async function sorter(stored: StoredArrays): Promise<Checkpoint> {
  const { config, ...arrays } = stored;
  const tensors = Object.entries(arrays).map(([name, { shape }]) => {
    const bytes = bytesOf(stored, name);
    const source = memorySource('model.json', bytes);
    const format = floatFormats.get('F32') ?? null;
    return [name, { name, dtype: 'F32', format, shape, source, offset: 0, byteLength: bytes.length }] as const;
  });
  const json = new JsonObject({ ...config, model_type: 'mingpt' }, 'model.json');
  return {
    name: 'sorter',
    storedConfig: {},
    ...(await matchedModel(minGpt, json, new Map(tensors))),
    tokenizerKind: 'none',
    readTokenizer: () => Promise.resolve(null),
  };
}

/** `expected` is [layer, batch, head, query, key]. */
function comparePatterns(
  model: TransformerModel,
  pass: Awaited<ReturnType<typeof runClean>>,
  expected: Float32Array,
): void {
  for (let layer = 0; layer < model.config.nLayers; layer++) {
    const { data } = pass.get(blockHook(layer, 'attn.hook_pattern'));
    const ofLayer = expected.subarray(layer * data.length, (layer + 1) * data.length);
    expect(largestDifference(data, ofLayer), `layer ${layer}`).toBeLessThan(tolerance);
  }
}
