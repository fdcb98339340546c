/** A family in llama.cpp's words (gguf-py, constants.py and tensor_mapping.py), and the same in Hugging Face's. */
export interface GgufDialect {
  /** `model_type` of the family's config.json. */
  readonly modelType: string;
  /** Keys of config.json by metadata keys without "{architecture}.". */
  readonly keys: Readonly<Record<string, string>>;
  /** Which of those keys a file must have. */
  readonly required: readonly string[];
  /** Names of tensors without ".weight" and ".bias": the file's, and the family's without its prefix. */
  readonly tensors: Readonly<Record<string, string>>;
  /** The first word of the family's names for tensors of a block: "layers" of "layers.0.mlp.up_proj". */
  readonly blocks: string;
  /** The same as `tensors` for those of a block, without "blk.{l}." and without "{blocks}.{l}.". */
  readonly blockTensors: Readonly<Record<string, string>>;
  /**
   * The file's names of block tensors whose rows the converter reorders within each head: llama.cpp rotates neighbouring
   * pairs (2i, 2i + 1), Hugging Face rotates (i, i + d_head/2).
   */
  readonly pairedRows: readonly string[];
}

const llama: GgufDialect = {
  modelType: 'llama',
  keys: {
    block_count: 'num_hidden_layers',
    'attention.head_count': 'num_attention_heads',
    'attention.head_count_kv': 'num_key_value_heads',
    'attention.key_length': 'head_dim',
    'attention.layer_norm_rms_epsilon': 'rms_norm_eps',
    embedding_length: 'hidden_size',
    feed_forward_length: 'intermediate_size',
    context_length: 'max_position_embeddings',
    vocab_size: 'vocab_size',
  },
  required: [
    ...['block_count', 'attention.head_count', 'attention.layer_norm_rms_epsilon'],
    ...['embedding_length', 'feed_forward_length', 'context_length'],
  ],
  tensors: { token_embd: 'embed_tokens', output_norm: 'norm', output: 'lm_head' },
  blocks: 'layers',
  blockTensors: {
    attn_norm: 'input_layernorm',
    attn_q: 'self_attn.q_proj',
    attn_k: 'self_attn.k_proj',
    attn_v: 'self_attn.v_proj',
    attn_output: 'self_attn.o_proj',
    ffn_norm: 'post_attention_layernorm',
    ffn_gate: 'mlp.gate_proj',
    ffn_up: 'mlp.up_proj',
    ffn_down: 'mlp.down_proj',
  },
  pairedRows: ['attn_q', 'attn_k'],
};

/** By `general.architecture`. */
export const ggufDialects: ReadonlyMap<string, GgufDialect> = new Map([['llama', llama]]);
