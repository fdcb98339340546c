/** How TransformerLens 2 loads the checkpoints of a family, for the Python that users copy. */
export type TransformerLensLoading =
  /** It does not. */
  | { readonly from: 'nowhere' }
  /** The folder itself has HookedTransformerConfig's keys and TransformerLens's tensor names. */
  | { readonly from: 'hooked' }
  /** transformers reads the checkpoint into `hf`, and TransformerLens converts that model. */
  | {
      readonly from: 'transformers';
      /** Python statements on `hf.config`, run before TransformerLens reads the config. */
      readonly onConfig: readonly string[];
      /** Python statements on `cfg`, for what TransformerLens takes from the model's name instead of the config. */
      readonly onCfg: readonly string[];
    };

/** Keys of older configs, by what transformers 5 calls them in `rope_parameters`. */
const ropeParameters = {
  rope_theta: 'rope_theta',
  rotary_emb_base: 'rope_theta',
  rotary_pct: 'partial_rotary_factor',
  partial_rotary_factor: 'partial_rotary_factor',
};

/** Statements for `onConfig` that give a config of transformers 5 the keys that TransformerLens 2 reads. */
export function withOlderRopeKeys(...keys: readonly (keyof typeof ropeParameters)[]): string[] {
  return keys.flatMap(key => {
    const parameter = ropeParameters[key];
    const usual = parameter === 'rope_theta' ? ', config.default_theta' : '';
    return [
      `if not hasattr(hf.config, "${key}"):  # transformers 5 has it in rope_parameters`,
      `    ${key} = lambda config: (config.rope_parameters or {}).get("${parameter}"${usual})`,
      `    type(hf.config).${key} = property(${key})`,
    ];
  });
}
