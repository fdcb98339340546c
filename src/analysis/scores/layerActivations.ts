import type { LayerActivations, Recipe } from '../../shared/recipes/recipe';
import type { ActivationCache } from '../../engine/activationCache';
import { blockHook, finalScaleHook } from '../../engine/hooks';
import type { TransformerModel } from '../../engine/model';
import type { DirectLogitAttribution } from '../../engine/readout/directLogitAttribution';
import { vectorsOfHeads } from '../attention/headVectors';

export interface ScoredPass {
  readonly model: TransformerModel;
  readonly cache: ActivationCache;
  /** Attribution to the tokens of the recipe's `logitTokens`; null if the recipe reads no logits. */
  readonly attribution: DirectLogitAttribution | null;
}

/** One layer of a pass for a recipe. Throws if the recipe reads something that it does not declare: a programming error. */
export function layerActivations(
  { model, cache, attribution }: ScoredPass,
  layer: number,
  { name, hooks, needsFinalScale }: Recipe,
): LayerActivations {
  const { nHeads } = model.config;
  const required = (): DirectLogitAttribution => {
    if (!attribution) throw new Error(`The recipe ${name} reads logits, but has no "logitTokens".`);
    return attribution;
  };
  return {
    nHeads,
    get(hook) {
      if (!hooks.includes(hook)) throw new Error(`The recipe ${name} reads ${hook}, which its "hooks" do not name.`);
      return cache.get(blockHook(layer, hook));
    },
    async logitsOfTokens(z) {
      if (!needsFinalScale) throw new Error(`The recipe ${name} reads the final norm without "needsFinalScale".`);
      return required().ofTokens(layer, z, cache.get(finalScaleHook));
    },
    async logitsWithinRows(vectors) {
      const heads = Array.from({ length: nHeads }, (_, head) => head);
      const stored = vectors.shape[2] ?? nHeads; // heads of z, key-value heads of v
      const byHead = stored === nHeads ? vectors : vectorsOfHeads(vectors, heads, nHeads / stored);
      return required().withinRows(layer, byHead, heads);
    },
  };
}
