import type { PairValue } from '../../shared/contracts/engineContract';
import type { HeadRef } from '../../shared/heads';
import { nextTokens } from '../../shared/nextTokens';
import type { FloatView, IntView } from '../../shared/tensorView';
import type { ActivationCache } from '../../engine/activationCache';
import { outputNorms } from '../../engine/readout/outputWeights';
import { DirectLogitAttribution } from '../../engine/readout/directLogitAttribution';
import { blockHook, finalScaleHook, type HookName } from '../../engine/hooks';
import type { TransformerModel } from '../../engine/model';
import { vectorsOfHeads } from './headVectors';

/** A computed pass over one row, with its model and ids [1, position]. */
export interface PassOfModel {
  readonly model: TransformerModel;
  readonly cache: ActivationCache;
  readonly ids: IntView;
}

/**
 * Yields one matrix [query, key] of `pairValue` for each head, in the order of `heads`. It yields them one at a time, because
 * those of all heads together may not fit in memory. Do not write to a pattern: the cache owns it. Throws for activations
 * that the cache lacks (`headMatrixHooks`).
 */
export async function* headMatrices(
  pass: PassOfModel,
  heads: readonly HeadRef[],
  pairValue: PairValue,
): AsyncGenerator<Float32Array> {
  const readout =
    pairValue === 'logitAttribution' ? new DirectLogitAttribution(pass.model, nextTokens(pass.ids)) : null;
  try {
    for (const { layer, head } of heads) {
      const attention = pattern(pass, layer, head);
      if (readout) yield await logitAttribution(pass, layer, head, attention, readout);
      else yield pairValue === 'attention' ? attention : await valueWeighted(pass, layer, head, attention);
    }
  } finally {
    readout?.dispose();
  }
}

/** The activations that `headMatrices` reads from the cache. */
export function headMatrixHooks(heads: readonly HeadRef[], pairValue: PairValue): Set<HookName> {
  const hooks = new Set<HookName>(pairValue === 'logitAttribution' ? [finalScaleHook] : []);
  for (const { layer } of heads) {
    hooks.add(blockHook(layer, 'attn.hook_pattern'));
    if (pairValue !== 'attention') hooks.add(blockHook(layer, 'attn.hook_v'));
  }
  return hooks;
}

/** One head's attention [query, key], a view into the cache. */
function pattern({ cache }: PassOfModel, layer: number, head: number): Float32Array {
  const { shape, data } = cache.get(blockHook(layer, 'attn.hook_pattern'));
  const size = (shape[2] ?? 0) ** 2;
  return data.subarray(head * size, (head + 1) * size);
}

/** A[q, k] · ‖v_k W_O‖ (Kobayashi et al. 2020, but without the MLP and the norms that follow). */
async function valueWeighted(
  { model, cache }: PassOfModel,
  layer: number,
  head: number,
  attention: Float32Array,
): Promise<Float32Array> {
  const lengths = await outputNorms(model, layer, head, ownValues(model, cache, layer, head));
  const positions = lengths.length;
  return attention.map((weight, cell) => weight * (lengths[cell % positions] ?? 0));
}

/** A[q, k] · (v_k W_O W_U)[x_{q+1}] less its mean over the vocabulary. The last query has no next token and stays 0. */
async function logitAttribution(
  { model, cache }: PassOfModel,
  layer: number,
  head: number,
  attention: Float32Array,
  readout: DirectLogitAttribution,
): Promise<Float32Array> {
  const { data: raised, shape } = await readout.withinRows(layer, ownValues(model, cache, layer, head), [head]);
  const positions = shape[2] ?? 0;
  const scale = cache.get(finalScaleHook).data;
  const matrix = new Float32Array(attention.length);
  for (let query = 0; query < positions - 1; query++) {
    for (let key = 0; key <= query; key++) {
      const cell = query * positions + key;
      // `raised` is [key, next token of the query].
      matrix[cell] = ((attention[cell] ?? 0) * (raised[key * positions + query] ?? 0)) / (scale[query] ?? 1);
    }
  }
  return matrix;
}

function ownValues(model: TransformerModel, cache: ActivationCache, layer: number, head: number): FloatView {
  const { nHeads, nKeyValueHeads } = model.config;
  return vectorsOfHeads(cache.get(blockHook(layer, 'attn.hook_v')), [head], nHeads / nKeyValueHeads);
}
