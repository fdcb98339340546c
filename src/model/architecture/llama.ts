import type { Architecture } from './architecture';
import { llamaDefaults, llamaModel, readLlamaRope, readLlamaSizes, readRmsNorm } from './llamaLike';
import { withOlderRopeKeys } from './transformerLens';

/** Llama 1–3 and what copies it (transformers LlamaForCausalLM): RMSNorm, rotary, gated MLP, grouped queries. */
export const llama: Architecture = {
  modelType: 'llama',
  optionalPrefix: 'model.',
  transformerLens: {
    from: 'transformers',
    onConfig: withOlderRopeKeys('rope_theta'),
    onCfg: [
      'cfg.rotary_base = hf.config.rope_theta',
      'cfg.d_head = cfg.rotary_dim = getattr(hf.config, "head_dim", None) or cfg.d_head',
      'cfg.attn_scale = cfg.d_head ** 0.5',
      'rope = getattr(hf.config, "rope_scaling", None) or {}',
      'if rope.get("rope_type") == "llama3":',
      '    cfg.use_NTK_by_parts_rope = True',
      '    cfg.NTK_by_parts_factor = rope["factor"]',
      '    cfg.NTK_by_parts_low_freq_factor = rope["low_freq_factor"]',
      '    cfg.NTK_by_parts_high_freq_factor = rope["high_freq_factor"]',
      '    cfg.NTK_original_ctx_len = rope["original_max_position_embeddings"]',
    ],
  },

  read(config, stored) {
    const sizes = readLlamaSizes(config, llamaDefaults);
    return llamaModel(config, stored, sizes, {
      norm: readRmsNorm(config),
      rotary: readLlamaRope(config, sizes),
      biases: ['attention_bias', 'mlp_bias'],
    });
  },

  isBuffer: tensor => tensor.endsWith('rotary_emb.inv_freq'),
};
