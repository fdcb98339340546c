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
