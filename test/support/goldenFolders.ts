/** The reference models in TransformerLens's form, by their folders in goldens/. */
export const hookedGoldens = [
  'attn_learned_plain',
  'attn_rotary',
  'attn_rotary_part',
  'attn_rotary_smeared',
  'attn_shortformer',
  'attn_shortformer_smeared',
  'mlp_learned',
  'mlp_solu',
].map(name => `hooked/${name}`);

/** Models in TransformerLens's form with what its other settings change: norms, windows, gates, groups, ALiBi, outputs. */
export const hookedVariants = ['rms_gated_grouped', 'local_parallel', 'alibi_solu', 'rotary_bases'].map(
  name => `hooked/${name}`,
);

/** The reference models that are compared on each backend, by their folders in goldens/. */
export const goldenFolders = [
  ...['gpt2', 'gpt_neox', 'llama', 'llama3_rope', 'mistral', 'hub_gpt2', 'hub_pythia_f16', 'hub_llama_bf16_sharded'],
  ...['llama_dynamic', 'llama_yarn', 'qwen2', 'qwen2_window', 'qwen3', 'gemma', 'gemma2', 'gemma3_text', 'smollm3'],
  ...['granite', 'olmo', 'olmo2', 'olmo3', 'cohere', 'cohere_qk_norm', 'cohere2', 'helium', 'ernie4_5', 'ministral'],
  ...['gpt_neo', 'gptj', 'gpt_neox_serial', 'opt', 'opt_350m', 'opt_plain', 'bloom', 'gpt_bigcode'],
  ...['falcon', 'falcon_40b', 'falcon_11b', 'falcon_rw', 'phi', 'phi_grouped', 'phi3', 'stablelm', 'stablelm_parallel'],
  ...['starcoder2'],
  ...hookedGoldens,
  ...hookedVariants,
];
