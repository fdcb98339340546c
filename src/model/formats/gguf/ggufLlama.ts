import {
  contextRange,
  epsRange,
  headRange,
  layerRange,
  rotaryBaseRange,
  vocabularyRange,
  widthRange,
} from '../../architecture/configRanges';
import type { Architecture, ParameterSource } from '../../architecture/architecture';
import { llama } from '../../architecture/llama';
import { linear, perLayer, stored } from '../../architecture/parameterSource';
import { defaultFrequencies } from '../../architecture/rope';
import { specialTokenId } from '../../architecture/tokenIds';
import { badCheckpoint, unsupported } from '../../badCheckpoint';
import type { JsonObject } from '../../jsonFile';
import type { Positions } from '../../transformerConfig';
import { transposed, type Layout } from '../../weightLayout';

/** Llama as llama.cpp stores it: other names, and the rows of q and k in another order. */
export const ggufLlama: Architecture = {
  modelType: 'llama',
  optionalPrefix: '',
  transformerLens: llama.transformerLens,

  readConfig(metadata, storedNames) {
    const nHeads = metadata.integer('llama.attention.head_count', headRange);
    const nKeyValueHeads = metadata.integer('llama.attention.head_count_kv', headRange, nHeads);
    const dModel = metadata.integer('llama.embedding_length', widthRange);
    if (nHeads % nKeyValueHeads !== 0 || dModel % nHeads !== 0) {
      throw badCheckpoint(
        metadata.where,
        `${nHeads} heads do not go with ${nKeyValueHeads} key-value heads and width ${dModel}`,
      );
    }
    if (metadata.integer('llama.expert_count', { min: 0, max: 4096 }, 0) > 0) {
      throw unsupported(metadata.where, '"llama.expert_count" is not 0; mixtures of experts are not supported');
    }
    const dHead = metadata.integer('llama.attention.key_length', widthRange, dModel / nHeads);
    const valueLength = metadata.integer('llama.attention.value_length', widthRange, dHead);
    if (valueLength !== dHead) {
      throw unsupported(
        metadata.where,
        `"llama.attention.value_length" is ${valueLength}; supported: the key length, ${dHead}`,
      );
    }
    const dVocab = readVocabulary(metadata);
    const nLayers = metadata.integer('llama.block_count', layerRange);
    return {
      architecture: 'llama',
      nLayers,
      nHeads,
      nKeyValueHeads,
      dModel,
      dHead,
      dMlp: metadata.integer('llama.feed_forward_length', widthRange),
      nCtx: metadata.integer('llama.context_length', contextRange),
      dVocab,
      normalization: 'RMS',
      eps: metadata.number('llama.attention.layer_norm_rms_epsilon', epsRange),
      positions: readRotary(metadata, dHead),
      activation: 'silu',
      gatedMlp: true,
      parallelMlp: false,
      attentionScales: Array.from({ length: nLayers }, () => 1 / Math.sqrt(dHead)),
      smearedKeys: false,
      attentionBias: storedNames.has('blk.0.attn_q.bias'),
      mlpBias: false,
      tiedEmbeddings: !storedNames.has('output.weight'),
      bosTokenId: specialTokenId(metadata, 'tokenizer.ggml.bos_token_id', dVocab),
      eosTokenId: specialTokenId(metadata, 'tokenizer.ggml.eos_token_id', dVocab),
    };
  },

  parameters({ nLayers, nHeads, nKeyValueHeads, dHead, dModel, dMlp, dVocab, tiedEmbeddings }) {
    const mlpWidth = dMlp ?? 0;
    const turned = (parameter: string, tensor: string, heads: number): ParameterSource => ({
      ...linear(parameter, tensor, dModel, heads * dHead),
      layout: unpermutedTransposed(heads, dHead, dModel),
    });
    const block = (layer: number): ParameterSource[] => [
      stored(`blocks.${layer}.ln1.w`, `blk.${layer}.attn_norm.weight`, dModel),
      turned(`blocks.${layer}.attn.W_Q`, `blk.${layer}.attn_q.weight`, nHeads),
      turned(`blocks.${layer}.attn.W_K`, `blk.${layer}.attn_k.weight`, nKeyValueHeads),
      linear(`blocks.${layer}.attn.W_V`, `blk.${layer}.attn_v.weight`, dModel, nKeyValueHeads * dHead),
      linear(`blocks.${layer}.attn.W_O`, `blk.${layer}.attn_output.weight`, nHeads * dHead, dModel),
      stored(`blocks.${layer}.ln2.w`, `blk.${layer}.ffn_norm.weight`, dModel),
      linear(`blocks.${layer}.mlp.W_gate`, `blk.${layer}.ffn_gate.weight`, dModel, mlpWidth),
      linear(`blocks.${layer}.mlp.W_in`, `blk.${layer}.ffn_up.weight`, dModel, mlpWidth),
      linear(`blocks.${layer}.mlp.W_out`, `blk.${layer}.ffn_down.weight`, mlpWidth, dModel),
    ];
    return [
      stored('embed.W_E', 'token_embd.weight', dVocab, dModel),
      ...perLayer(nLayers, block),
      stored('ln_final.w', 'output_norm.weight', dModel),
      ...(tiedEmbeddings ? [] : [linear('unembed.W_U', 'output.weight', dModel, dVocab)]),
    ];
  },

  isBuffer: () => false,
};

function readVocabulary(metadata: JsonObject): number {
  const tokens = metadata.fields['tokenizer.ggml.tokens'];
  return metadata.integer('llama.vocab_size', vocabularyRange, Array.isArray(tokens) ? tokens.length : 0);
}

/** As llama.cpp reads it: a factor without a type is linear, and older files have it as "scale_linear". */
function readRotary(metadata: JsonObject, dHead: number): Positions {
  const scaling = metadata.string('llama.rope.scaling.type', 'linear');
  if (scaling !== 'none' && scaling !== 'linear') {
    throw unsupported(metadata.where, `"llama.rope.scaling.type" is "${scaling}"; supported: none, linear`);
  }
  metadata.requireOneOf('llama.rope.scaling.attn_factor', [1], 1);
  const dim = metadata.integer('llama.rope.dimension_count', { min: 2, max: dHead }, dHead);
  if (dim !== dHead || dim % 2 !== 0) {
    throw badCheckpoint(
      metadata.where,
      `"llama.rope.dimension_count" is ${dim} of a key length of ${dHead}; expected the same even number`,
    );
  }
  const factorKey = ['llama.rope.scaling.factor', 'llama.rope.scale_linear'].find(key => metadata.has(key));
  const given = factorKey === undefined ? 1 : metadata.number(factorKey, { min: 0, max: 1e6 });
  const factor = scaling === 'none' || given === 0 ? 1 : given;
  const frequencies = defaultFrequencies(dim, metadata.number('llama.rope.freq_base', rotaryBaseRange, 10000));
  return { kind: 'rotary', dim, inverseFrequencies: frequencies.map(frequency => Math.fround(frequency / factor)) };
}

/**
 * llama.cpp rotates neighbouring pairs (2i, 2i + 1) where Hugging Face rotates (i, i + d_head/2), and its converter
 * orders each head's rows of q and k accordingly. Back to Hugging Face's order, and transposed to [columns, rows].
 */
function unpermutedTransposed(heads: number, dHead: number, columns: number): Layout {
  const half = dHead / 2;
  const turn = transposed(heads * dHead, columns);
  return storedWeights => {
    const ordered = new Float32Array(storedWeights.length);
    for (let head = 0; head < heads; head++) {
      for (let i = 0; i < dHead; i++) {
        const from = head * dHead + (i % half) * 2 + Math.floor(i / half);
        const row = storedWeights.subarray(from * columns, (from + 1) * columns);
        ordered.set(row, (head * dHead + i) * columns);
      }
    }
    return turn(ordered);
  };
}
