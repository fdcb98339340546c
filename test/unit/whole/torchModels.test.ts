import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { blockHook } from '../../../src/engine/hooks';
import { disposeModel } from '../../../src/engine/model';
import { openCheckpoint } from '../../../src/service/openCheckpoint';
import { startTestBackend } from '../../support/backends';
import { fixture, largestDifference, openGolden } from '../../support/fixtures';
import { loadFolder, logitsOfPass, runClean } from '../../support/runModel';

/** The tolerance of logits and patterns. */
const tolerance = 1e-4;

describe('a model as people save it with torch', () => {
  beforeAll(() => startTestBackend('wasm'));

  it.each([
    ['pytorch_model.bin of transformers', 'gpt2-bin', '', 'gpt2'],
    ['pytorch_model.bin in shards of both forms', 'gpt2-bin-shards', '', 'gpt2'],
    ['a model of transformers as a whole', 'gpt2-module', 'model.pt', 'gpt2'],
    ['a checkpoint of nanoGPT without biases', 'nanogpt', 'ckpt.pt', 'nanogpt'],
    ['a compiled checkpoint of nanoGPT with biases', 'nanogpt-bias-compiled', 'ckpt.pt', 'nanogpt'],
    ['minGPT’s weights with a config.json beside them', 'mingpt', 'model.pt', 'mingpt'],
    ['minGPT’s weights in its run folder', 'mingpt-run', 'model.pt', 'mingpt'],
    ['a checkpoint of llama2.c', 'llama2c', 'ckpt.pt', 'llama'],
    [
      'a checkpoint of llama2.c with its own output and fewer key-value heads',
      'llama2c-untied-gqa',
      'ckpt.pt',
      'llama',
    ],
    ['weights of TransformerLens beside their config', 'hooked', 'ckpt_100.pth', 'hooked_transformer'],
  ])('%s gives the reference logits and patterns', async (_what, name, file, architecture) => {
    const folder = fixture('pytorch', 'models', name);
    const { config } = await openCheckpoint(join(folder, file));
    expect(config.architecture).toBe(architecture);
    const model = await loadFolder(join(folder, file));
    // The weights of this one are those of a golden of TransformerLens.
    const golden = await openGolden(name === 'hooked' ? fixture('goldens/hooked/attn_learned_plain') : folder);
    const pass = await runClean(model, await golden.ids());
    const logits = await logitsOfPass(model, pass);
    expect(largestDifference(logits.data, (await golden.floats('logits')).data)).toBeLessThan(tolerance);
    const attentions = await golden.floats('attentions'); // [layer, batch, head, query, key]
    for (let layer = 0; layer < config.nLayers; layer++) {
      const { data } = pass.get(blockHook(layer, 'attn.hook_pattern'));
      const expected = attentions.data.subarray(layer * data.length, (layer + 1) * data.length);
      expect(largestDifference(data, expected), `layer ${layer}`).toBeLessThan(tolerance);
    }
    disposeModel(model);
  });
});
