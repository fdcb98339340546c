import * as tf from '@tensorflow/tfjs-core';
import { throwIfCancelled } from '../shared/errors';
import type { IntView } from '../shared/tensorView';
import { blockOf, type Arrangement } from '../model/transformerConfig';
import { attention } from './attention';
import { ActivationCache } from './activationCache';
import { blockHook, finalNormalizedHook, finalScaleHook, HookRun, noHooks, type Hooks } from './hooks';
import { mlp } from './mlp';
import { yieldToEventLoop } from './yieldToEventLoop';
import type { TransformerModel } from './model';
import { linear } from './ops/linear';
import { normalize } from './ops/norm';
import { scaled } from './ops/scaled';
import { disposeConstants, passConstants, type PassConstants } from './passConstants';

export interface ForwardOptions {
  readonly hooks: Hooks;
  readonly signal: AbortSignal;
  /** Called after each block, when what it captures is in the cache. */
  readonly onLayer?: (layersDone: number, cache: ActivationCache) => void | Promise<void>;
  /** Begin at a block with its known input instead of at the embedding: what comes before an ablation does not change. */
  readonly startAtLayer?: ResidualStart | null;
  /** End before this block, and without the final norm: no hook needs what comes after. */
  readonly endBeforeLayer?: number | null;
  /** The clean pass, whose activations the new one shares if it does not compute its own. */
  readonly base?: ActivationCache | null;
  /** Leave what is captured in the backend until somebody asks for its numbers. The caller then disposes the cache. */
  readonly keepsResident?: boolean;
}

export interface ResidualStart {
  readonly layer: number;
  /** Makes the block's input anew, [batch, position, d_model]; the pass disposes it. */
  readonly residPre: () => tf.Tensor;
}

/**
 * The one forward pass: ids [batch, position] through embedding, blocks and final norm; the unembedding is the
 * caller's (`ops/unembedding`). Returns the activations that `hooks.capture` names, in plain memory unless `keepsResident`.
 *
 * Yields to the event loop between blocks, where a cancel is noticed (rejects with `cancelled`). Leaves no tensor behind
 * but the resident ones.
 */
export async function runTransformer(
  model: TransformerModel,
  ids: IntView,
  { hooks, signal, onLayer, startAtLayer: from, endBeforeLayer: end, base, keepsResident = false }: ForwardOptions,
): Promise<ActivationCache> {
  const { nLayers } = model.config;
  const [batch = 0, positions = 0] = ids.shape;
  const cache = new ActivationCache(base ?? null);
  const capturing: Capturing = { hooks, cache, keepsResident };
  const constants = passConstants(model.config, batch, positions);
  let resid: tf.Tensor | null = null; // [batch·position, d_model]
  try {
    resid = from ? residualStream(from) : embed(model, ids);
    for (let layer = from?.layer ?? 0; layer < (end ?? nLayers); layer++) {
      resid = await step(resid, (stream, run) => block(model, layer, stream, constants, run), capturing);
      await onLayer?.(layer + 1, cache);
      await yieldToEventLoop();
      throwIfCancelled(signal);
    }
    if (end == null) resid = await step(resid, (stream, run) => finalNorm(model, stream, constants, run), capturing);
    return cache;
  } catch (thrown) {
    cache.dispose();
    throw thrown;
  } finally {
    resid?.dispose();
    disposeConstants(constants);
  }
}

/**
 * The same pass in one stretch without hooks, so that tfjs can differentiate it: the input of the unembedding,
 * [batch, position, d_model]. The caller tidies, and reuses the constants from one pass to the next.
 */
export function transformerOutput(model: TransformerModel, ids: IntView, constants: PassConstants): tf.Tensor {
  const run = new HookRun(noHooks);
  let resid = embed(model, ids); // [batch·position, d_model]
  for (let layer = 0; layer < model.config.nLayers; layer++) resid = block(model, layer, resid, constants, run);
  return finalNorm(model, resid, constants, run);
}

/** [batch·position, d_model], with positions if they are part of the residual stream. */
function embed(model: TransformerModel, ids: IntView): tf.Tensor {
  const { positions: positional, scale, norm } = model.config.embedding;
  const [batch = 0, positions = 0] = ids.shape;
  return tf.tidy(() => {
    const rows = tf.gather(model.weights.get('embed.W_E'), tf.tensor1d(ids.data, 'int32')); // [batch·position, width]
    const widened = model.weights.find('embed.W_project'); // [width, d_model]
    const wide = scaled(widened ? linear(rows, widened, null) : rows, scale); // [batch·position, d_model]
    const [gain, bias] = [model.weights.find('embed.ln.w'), model.weights.find('embed.ln.b')];
    const tokens = norm ? normalize(wide, norm, gain, bias).value : wide;
    return positional === 'standard' ? addPositions(model, tokens, batch, positions) : tokens;
  });
}

/** Where a block norms: what attention and MLP read, what they write, or the sum with the residual stream. */
const normPlaces: Readonly<Record<Arrangement, readonly ('input' | 'output' | 'sum')[]>> = {
  serial: ['input'],
  parallel: ['input'],
  'parallel-shared-norm': ['input'],
  'sandwich-norm': ['input', 'output'],
  'output-norm': ['output'],
  'post-norm': ['sum'],
};

/** [batch·position, d_model] → the same, one block later. `Arrangement` has the formulas. */
function block(
  model: TransformerModel,
  layer: number,
  residPre: tf.Tensor,
  constants: PassConstants,
  hooks: HookRun,
): tf.Tensor {
  const { dModel, dMlp, embedding } = model.config;
  const { arrangement, residualScale, norm } = blockOf(model.config, layer);
  const { batch, positions } = constants;
  const places = normPlaces[arrangement];
  const isParallel = arrangement === 'parallel' || arrangement === 'parallel-shared-norm';
  const normed = (place: 'input' | 'output' | 'sum', name: string, x: tf.Tensor): tf.Tensor => {
    const weight = (part: 'w' | 'b'): tf.Tensor | null => model.weights.find(`blocks.${layer}.${name}.${part}`);
    return places.includes(place) ? normalize(x, norm, weight('w'), weight('b')).value : x;
  };
  const at = (name: Parameters<typeof blockHook>[1], value: () => tf.Tensor): tf.Tensor =>
    tf.reshape(
      hooks.at(blockHook(layer, name), () => tf.reshape(value(), [batch, positions, dModel])),
      [batch * positions, dModel],
    );

  const pre = at('hook_resid_pre', () => residPre);
  const attentionInput = normed('input', 'ln1', pre); // [batch·position, d_model]
  const queryKeyInput =
    embedding.positions === 'shortformer' ? addPositions(model, attentionInput, batch, positions) : attentionInput;
  const attnOut = at('hook_attn_out', () => {
    const written = attention(model, layer, queryKeyInput, attentionInput, constants, hooks); // [batch·position, d_model]
    return scaled(normed('output', 'ln1_post', written), residualScale);
  });
  const mid = normed('sum', 'ln1', tf.add(pre, attnOut)); // [batch·position, d_model]
  if (dMlp === null) return at('hook_resid_post', () => mid);

  const mlpStream = isParallel ? pre : at('hook_resid_mid', () => mid);
  const mlpOut = at('hook_mlp_out', () => {
    const mlpInput = arrangement === 'parallel-shared-norm' ? attentionInput : normed('input', 'ln2', mlpStream);
    return scaled(normed('output', 'ln2_post', mlp(model, layer, mlpInput)), residualScale);
  });
  return at('hook_resid_post', () => normed('sum', 'ln2', tf.add(isParallel ? mid : mlpStream, mlpOut)));
}

function finalNorm(model: TransformerModel, resid: tf.Tensor, constants: PassConstants, hooks: HookRun): tf.Tensor {
  const { dModel, finalNorm: norm } = model.config;
  const stream = tf.reshape(resid, [constants.batch, constants.positions, dModel]); // [batch, position, d_model]
  const normalized = normalize(stream, norm, model.weights.find('ln_final.w'), model.weights.find('ln_final.b'));
  hooks.at(finalScaleHook, () => normalized.scale);
  return hooks.at(finalNormalizedHook, () => normalized.value); // [batch, position, d_model]
}

/** Adds W_pos [n_ctx, d_model] to [batch·position, d_model]. */
function addPositions(model: TransformerModel, x: tf.Tensor, batch: number, positions: number): tf.Tensor {
  const { dModel } = model.config;
  const places = tf.slice(model.weights.get('pos_embed.W_pos'), [0, 0], [positions, dModel]); // [position, d_model]
  return tf.reshape(tf.add(tf.reshape(x, [batch, positions, dModel]), places), [batch * positions, dModel]);
}

/** [batch·position, d_model] */
function residualStream({ residPre }: ResidualStart): tf.Tensor {
  return tf.tidy(() => {
    const input = residPre(); // [batch, position, d_model]
    return tf.reshape(input, [-1, input.shape[2] ?? 0]);
  });
}

interface Capturing {
  readonly hooks: Hooks;
  readonly cache: ActivationCache;
  readonly keepsResident: boolean;
}

/** Runs one stretch of the pass: disposes its input, moves what it captured to the cache, returns its output. */
async function step(
  input: tf.Tensor,
  compute: (stream: tf.Tensor, run: HookRun) => tf.Tensor,
  { hooks, cache, keepsResident }: Capturing,
): Promise<tf.Tensor> {
  const { output, captured } = tf.tidy(() => {
    const run = new HookRun(hooks);
    // Cloned, because the output may be the input itself, which is disposed below.
    return { output: compute(input, run).clone(), captured: run.captured };
  });
  input.dispose();
  if (keepsResident) {
    for (const [name, tensor] of Object.entries<tf.Tensor>(captured)) cache.keep(name, tensor);
    return output;
  }
  try {
    for (const [name, tensor] of Object.entries<tf.Tensor>(captured)) await cache.store(name, tensor);
  } catch (thrown) {
    output.dispose();
    throw thrown;
  } finally {
    tf.dispose(captured);
  }
  return output;
}
