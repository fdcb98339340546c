import { JsonObject } from '../../jsonFile';
import { contextRange, headRange, layerRange, vocabularyRange, widthRange } from '../../architecture/configRanges';
import { badCheckpoint } from '../../badCheckpoint';
import { isSameSpan } from '../../familyNames';
import type { StoredTensor, TensorIndex } from '../../storedTensor';
import { pairsToHalves } from '../../weightLayout';

/** Sizes of a model of llama2.c, as its model.py, its checkpoints and its .bin files have them. */
export interface Llama2cSizes {
  readonly dModel: number;
  readonly dMlp: number;
  readonly nLayers: number;
  readonly nHeads: number;
  readonly nKeyValueHeads: number;
  readonly dVocab: number;
  readonly nCtx: number;
  readonly isTied: boolean;
}

/** The same model's config.json. llama2.c rotates by 10000 and adds 1e-5 in its norms; its tokenizers start with id 1. */
export function llamaConfig(sizes: Llama2cSizes): Record<string, unknown> {
  return {
    model_type: 'llama',
    hidden_size: sizes.dModel,
    intermediate_size: sizes.dMlp,
    num_hidden_layers: sizes.nLayers,
    num_attention_heads: sizes.nHeads,
    num_key_value_heads: sizes.nKeyValueHeads,
    vocab_size: sizes.dVocab,
    max_position_embeddings: sizes.nCtx,
    rms_norm_eps: 1e-5,
    rope_theta: 10000,
    hidden_act: 'silu',
    tie_word_embeddings: sizes.isTied,
    bos_token_id: 1,
    eos_token_id: 2,
  };
}

/** Names without "layers.{l}." and ".weight": llama2.c's, which are Meta's, and transformers'. */
const blockNames: Readonly<Record<string, string>> = {
  attention_norm: 'input_layernorm',
  'attention.wq': 'self_attn.q_proj',
  'attention.wk': 'self_attn.k_proj',
  'attention.wv': 'self_attn.v_proj',
  'attention.wo': 'self_attn.o_proj',
  ffn_norm: 'post_attention_layernorm',
  'feed_forward.w1': 'mlp.gate_proj',
  'feed_forward.w2': 'mlp.down_proj',
  'feed_forward.w3': 'mlp.up_proj',
};

const otherNames: Readonly<Record<string, string>> = {
  tok_embeddings: 'embed_tokens',
  norm: 'norm',
  output: 'lm_head',
};

/** Cosines and sines of the rotation, which older versions stored: they follow from the sizes. */
const rotation = /^freqs_(cis|cos|sin)$/;

/**
 * A checkpoint of llama2.c's train.py as a Llama of transformers. `args` are its ModelArgs. Throws `bad-checkpoint` naming
 * `where` for sizes that cannot be.
 */
export function fromLlama2c(
  args: Readonly<Record<string, unknown>>,
  where: string,
  stored: TensorIndex,
): { config: Record<string, unknown>; tensors: TensorIndex } {
  const config = new JsonObject(args, where);
  const plain = new Map([...stored].map(([name, tensor]) => [name.replace(/^(module\.|_orig_mod\.)+/, ''), tensor]));
  const nHeads = config.integer('n_heads', headRange);
  const dModel = config.integer('dim', widthRange);
  const gate = plain.get('layers.0.feed_forward.w1.weight');
  const [head, embedding] = [plain.get('output.weight'), plain.get('tok_embeddings.weight')];
  const sizes: Llama2cSizes = {
    dModel,
    // ModelArgs has hidden_dim only if it was chosen, and else a rule that changed.
    dMlp: gate?.shape[0] ?? config.integer('hidden_dim', widthRange),
    nLayers: config.integer('n_layers', layerRange),
    nHeads,
    nKeyValueHeads: config.integer('n_kv_heads', headRange, nHeads),
    dVocab: config.integer('vocab_size', vocabularyRange),
    nCtx: config.integer('max_seq_len', contextRange),
    isTied: !head || !embedding || isSameSpan(head, embedding),
  };
  const dHead = headWidth(sizes, where);
  const tensors = [...plain].filter(([name]) => !rotation.test(name) && !(sizes.isTied && name === 'output.weight'));
  return {
    config: { ...llamaConfig(sizes), rms_norm_eps: config.number('norm_eps', { min: 0, max: 1 }, 1e-5) },
    tensors: llamaTensors(new Map(tensors), dHead),
  };
}

/**
 * Tensors by llama2.c's names as those of transformers. llama2.c rotates neighbouring pairs (2i, 2i + 1), transformers
 * (i, i + d_head/2): the rows of queries and keys are reordered.
 */
export function llamaTensors(tensors: TensorIndex, dHead: number): TensorIndex {
  return new Map(
    [...tensors].map(([name, tensor]) => {
      const hasPairs = /attention\.w[qk]\.weight$/.test(name);
      return [transformersName(name), hasPairs ? withHalvedRows(tensor, dHead) : tensor];
    }),
  );
}

/** d_head. Throws `bad-checkpoint` if the heads do not divide the width into pairs. */
export function headWidth({ dModel, nHeads }: Llama2cSizes, where: string): number {
  if (dModel % (2 * nHeads) !== 0) throw badCheckpoint(where, `has a width of ${dModel} for ${nHeads} heads`);
  return dModel / nHeads;
}

/** transformers' name without its prefix; the name itself for a tensor that llama2.c does not have. */
function transformersName(name: string): string {
  const [, layer, stem = ''] = /^(?:layers\.(\d+)\.)?(.+)\.weight$/.exec(name) ?? [];
  const theirs = (layer === undefined ? otherNames : blockNames)[stem];
  if (theirs === undefined) return name;
  return layer === undefined ? `${theirs}.weight` : `layers.${layer}.${theirs}.weight`;
}

/** The tensor with its rows in transformers' order. */
function withHalvedRows(tensor: StoredTensor, dHead: number): StoredTensor {
  const { format, shape } = tensor;
  if (!format) return tensor;
  const order = pairsToHalves(shape[0] ?? 0, shape[1] ?? 1, dHead);
  return { ...tensor, format: { ...format, decode: bytes => order(format.decode(bytes)) } };
}
