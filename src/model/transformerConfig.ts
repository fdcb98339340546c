/** Nonlinearities whose formula we know exactly; any other name in a config is refused. */
export type Activation = 'relu' | 'gelu' | 'gelu_new' | 'quick_gelu' | 'silu' | 'solu_ln';

/**
 * LN: centre, scale, gain and bias. LNPre: centre and scale only. RMS: scale and gain, no centring. In
 * TransformerLens's words; null is no normalisation at all.
 */
export type Normalization = 'LN' | 'LNPre' | 'RMS' | null;

export type Positions =
  /** Learned embeddings, added to the residual stream. */
  | { readonly kind: 'standard' }
  /** Embeddings added to the inputs of W_Q and W_K alone (Press et al. 2021; the models of Olsson et al. 2022). */
  | { readonly kind: 'shortformer' }
  /**
   * The first `dim` numbers of each query and key are rotated in pairs (i, i + dim/2) by position × frequency i.
   * `inverseFrequencies` has dim/2 entries, any rope scaling applied.
   */
  | { readonly kind: 'rotary'; readonly dim: number; readonly inverseFrequencies: readonly number[] };

/** Everything that decides what a forward pass computes, in TransformerLens's words, whatever family it came from. */
export interface TransformerConfig {
  /** The config's `model_type`: "gpt2", "llama", … */
  readonly architecture: string;
  readonly nLayers: number;
  readonly nHeads: number;
  /** Fewer than nHeads in grouped-query models: head h uses key-value head ⌊h · nKeyValueHeads / nHeads⌋. */
  readonly nKeyValueHeads: number;
  readonly dModel: number;
  readonly dHead: number;
  /** Null: attention only. */
  readonly dMlp: number | null;
  readonly nCtx: number;
  readonly dVocab: number;
  readonly normalization: Normalization;
  readonly eps: number;
  readonly positions: Positions;
  /** Null exactly where dMlp is. */
  readonly activation: Activation | null;
  /** W_out(act(W_gate x) · W_in x) instead of W_out act(W_in x). */
  readonly gatedMlp: boolean;
  /** Attention and MLP both read the block's input (GPT-NeoX), instead of one after the other. */
  readonly parallelMlp: boolean;
  /** Scores q·k are multiplied by this; one number per layer. */
  readonly attentionScales: readonly number[];
  /** k'_j = σ(α) k_j + (1 − σ(α)) k_{j−1}, one α a head (Olsson et al. 2022, Argument 2). */
  readonly smearedKeys: boolean;
  /** Whether q, k, v and the attention's output have biases. */
  readonly attentionBias: boolean;
  readonly mlpBias: boolean;
  /** W_U is W_E transposed and not stored. */
  readonly tiedEmbeddings: boolean;
  readonly bosTokenId: number | null;
  readonly eosTokenId: number | null;
}
