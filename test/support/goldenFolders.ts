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
