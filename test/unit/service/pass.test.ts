import { expect, it } from 'vitest';
import { ActivationCache } from '../../../src/engine/activationCache';
import { finalNormalizedHook } from '../../../src/engine/hooks';
import { Pass } from '../../../src/service/pass';
import { transformerConfig } from '../../../src/model/transformerConfig';

it('A pass counts what it keeps of each draw, beside its activations', () => {
  const config = transformerConfig({
    architecture: 'test',
    ...{ nLayers: 1, nHeads: 1, nKeyValueHeads: 1, dModel: 4, dHead: 4, dMlp: null, nCtx: 8, dVocab: 8 },
    block: () => ({ norm: { kind: 'LN', eps: 1e-5 }, attentionScale: 0.5 }),
  });
  const activations = new ActivationCache();
  const normalized = { shape: [1, 8, 4], data: new Float32Array(32) };
  activations.put(finalNormalizedHook, normalized);
  const pass = new Pass(config, activations, null);
  expect(pass.bytes).toBe(4 * 32);
  pass.draws = [normalized, normalized];
  expect(pass.bytes).toBe(3 * 4 * 32);
});
