import * as tf from '@tensorflow/tfjs-core';
import { blockHook, type HookRun } from './hooks';
import type { TransformerModel } from './model';
import { blockOf } from '../model/transformerConfig';
import { linear } from './ops/linear';
import { maskedSoftmax } from './ops/maskedSoftmax';
import { normalizeHeads } from './ops/normalizeHeads';
import { rotate } from './ops/rotary';
import { smearKeys } from './ops/smearKeys';
import { softCap } from './ops/softCap';
import { alibiBiasOf, maskOf, rotaryTableOf, type PassConstants } from './passConstants';

/**
 * One layer of attention: what the heads together write to the residual stream, [batch·position, d_model].
 * W_Q and W_K read `queryKeyInput`, W_V reads `valueInput`, both [batch·position, d_model]; only shortformer positions
 * make the two differ.
 */
export function attention(
  model: TransformerModel,
  layer: number,
  queryKeyInput: tf.Tensor,
  valueInput: tf.Tensor,
  constants: PassConstants,
  hooks: HookRun,
): tf.Tensor {
  const { nHeads, nKeyValueHeads, dHead } = model.config;
  const { batch, positions } = constants;
  const { clipQueryKeyValue } = blockOf(model.config, layer);
  const weight = (name: string): tf.Tensor => model.weights.get(`blocks.${layer}.attn.${name}`);
  const bias = (name: string): tf.Tensor | null => model.weights.find(`blocks.${layer}.attn.${name}`);

  const v = hooks.at(blockHook(layer, 'attn.hook_v'), () => {
    const values = clipped(linear(valueInput, weight('W_V'), bias('b_V')), clipQueryKeyValue);
    return tf.reshape(values, [batch, positions, nKeyValueHeads, dHead]);
  }); // [batch, position, key-value head, d_head]
  const pattern = hooks.at(blockHook(layer, 'attn.hook_pattern'), () =>
    attentionPattern(model, layer, queryKeyInput, constants, hooks),
  ); // [batch, head, query, key]

  // Grouped queries: the heads that share a key-value head stand side by side, so they are one taller matrix.
  const group = nHeads / nKeyValueHeads;
  const values = tf.transpose(v, [0, 2, 1, 3]); // [batch, key-value head, key, d_head]
  const mixed = tf.matMul(tf.reshape(pattern, [batch, nKeyValueHeads, group * positions, positions]), values);
  const z = hooks.at(blockHook(layer, 'attn.hook_z'), () =>
    tf.transpose(tf.reshape(mixed, [batch, nHeads, positions, dHead]), [0, 2, 1, 3]),
  ); // [batch, position, head, d_head]
  return linear(tf.reshape(z, [batch * positions, nHeads * dHead]), weight('W_O'), bias('b_O'));
}

/** [batch, head, query, key] */
function attentionPattern(
  model: TransformerModel,
  layer: number,
  input: tf.Tensor,
  constants: PassConstants,
  hooks: HookRun,
): tf.Tensor {
  const { nHeads, nKeyValueHeads, dHead } = model.config;
  const { batch, positions } = constants;
  const block = blockOf(model.config, layer);
  const weight = (name: string): tf.Tensor => model.weights.get(`blocks.${layer}.attn.${name}`);
  const bias = (name: string): tf.Tensor | null => model.weights.find(`blocks.${layer}.attn.${name}`);
  const headsFirst = (x: tf.Tensor): tf.Tensor => tf.transpose(x, [0, 2, 1, 3]); // its own inverse

  const projected = (part: 'Q' | 'K', heads: number): tf.Tensor => {
    const numbers = clipped(linear(input, weight(`W_${part}`), bias(`b_${part}`)), block.clipQueryKeyValue);
    return tf.reshape(numbers, [batch, positions, heads, dHead]); // [batch, position, head, d_head]
  };

  const q = hooks.at(blockHook(layer, 'attn.hook_q'), () => projected('Q', nHeads)); // [batch, position, head, d_head]
  const smear = bias('smear');
  const k = hooks.at(blockHook(layer, 'attn.hook_k'), () => {
    const keys = projected('K', nKeyValueHeads);
    return smear ? headsFirst(smearKeys(headsFirst(keys), smear)) : keys;
  }); // [batch, position, key-value head, d_head]

  const table = rotaryTableOf(constants, block);
  const turn = (x: tf.Tensor): tf.Tensor => (table ? rotate(headsFirst(x), table) : headsFirst(x));
  const normed = (x: tf.Tensor, name: 'q_norm' | 'k_norm'): tf.Tensor =>
    block.queryKeyNorm ? normalizeHeads(x, block.queryKeyNorm, bias(`${name}.w`), bias(`${name}.b`)) : x;
  const queries = tf.mul(turn(normed(q, 'q_norm')), block.attentionScale); // [batch, head, query, d_head]
  const keys = turn(normed(k, 'k_norm')); // [batch, key-value head, key, d_head]

  const group = nHeads / nKeyValueHeads;
  const grouped = tf.reshape(queries, [batch, nKeyValueHeads, group * positions, dHead]);
  const products = tf.matMul(grouped, keys, false, true); // [batch, key-value head, group·query, key]
  const scores = tf.reshape(products, [batch, nHeads, positions, positions]); // [batch, head, query, key]
  const capped = softCap(scores, block.attentionSoftCap);
  const alibi = alibiBiasOf(constants, block); // [1, head, 1, key]
  return maskedSoftmax(alibi ? tf.add(capped, alibi) : capped, maskOf(constants, block));
}

/** Cuts the numbers of x off at ± limit; null: x itself. */
function clipped(x: tf.Tensor, limit: number | null): tf.Tensor {
  return limit === null ? x : tf.clipByValue(x, -limit, limit);
}
