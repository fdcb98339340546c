import { describe, expect, it } from 'vitest';
import { layerActivations, type ScoredPass } from '../../../../src/analysis/scores/layerActivations';
import { ActivationCache } from '../../../../src/engine/activationCache';
import type { TransformerModel } from '../../../../src/engine/model';
import { recipes } from '../../../../src/shared/recipes/registry';

const z = { shape: [1, 1, 1, 1], data: Float32Array.of(3) };

function passOf(hook: string): ScoredPass {
  const cache = new ActivationCache();
  cache.put(hook, z);
  return { model: { config: { nHeads: 1 } } as TransformerModel, cache, attribution: null };
}

describe('the activations of a layer that a recipe reads', () => {
  it('are those of the layer, by their hooks', () => {
    const layer = layerActivations(passOf('blocks.3.attn.hook_z'), 3, recipes.induction_logit);
    expect(layer.get('attn.hook_z')).toBe(z);
  });

  it('include no hook that the recipe does not name', () => {
    const layer = layerActivations(passOf('blocks.0.attn.hook_z'), 0, recipes.entropy);
    expect(() => layer.get('attn.hook_z')).toThrow('entropy reads attn.hook_z');
  });

  it('include no logits without tokens, and no final norm before the last layer', async () => {
    const layer = layerActivations(passOf('blocks.0.attn.hook_z'), 0, recipes.copying_ov);
    await expect(layer.logitsOfTokens(z)).rejects.toThrow('copying_ov reads the final norm');
    await expect(layer.logitsWithinRows(z)).rejects.toThrow('copying_ov reads logits');
  });
});
