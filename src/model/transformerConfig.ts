/** Nonlinearities whose formula we know exactly (`engine/ops/activation`); any other name in a config is refused. */
export type Activation =
  | 'gelu'
  | 'gelu_new'
  | 'gelu_10'
  | 'quick_gelu'
  | 'silu'
  | 'mish'
  | 'hardswish'
  | 'relu'
  | 'relu2'
  | 'relu6'
  | 'leaky_relu'
  | 'sigmoid'
  | 'tanh'
  | 'laplace'
  | 'linear'
  | 'solu'
  | 'solu_ln';

/**
 * LN: centre, scale, gain and bias. LNPre: centre and scale only. RMS: scale and gain, no centring. In
 * TransformerLens's words; null is no norm at all.
 */
export type Normalization = 'LN' | 'LNPre' | 'RMS' | null;

export interface NormConfig {
  readonly kind: Normalization;
  /** Added to the mean square, inside the root. */
  readonly eps: number;
}

/** Rotates the first `dim` numbers of each query and key in pairs (i, i + dim/2) by position × frequency i. */
export interface Rotary {
  readonly dim: number;
  /** dim/2 entries, any rope scaling applied. */
  readonly inverseFrequencies: readonly number[];
  /** cos and sin are multiplied by this (YaRN, LongRoPE). */
  readonly attentionFactor: number;
  /** Texts of `from` positions or more have frequencies of their own (dynamic NTK, LongRoPE). Null: all are alike. */
  readonly longTexts: LongTexts | null;
}

interface LongTexts {
  readonly from: number;
  /** dim/2 frequencies for a text of so many positions. */
  readonly inverseFrequencies: (positions: number) => readonly number[];
}

/** The common rotation: cos and sin as they are, all texts alike. */
export function plainRotary(inverseFrequencies: readonly number[]): Rotary {
  return { dim: 2 * inverseFrequencies.length, inverseFrequencies, attentionFactor: 1, longTexts: null };
}

/**
 * A norm over each query and key before it is rotated. The gain `attn.q_norm.w` is [head · d_head], and `attn.k_norm.w`
 * [key-value head · d_head], heads side by side.
 */
export interface QueryKeyNorm extends NormConfig {
  /** Over each head's d_head numbers (Qwen 3, Gemma 3), or over the numbers of all heads together (OLMo 2). */
  readonly over: 'each head' | 'all heads';
}

/**
 * ALiBi (Press et al. 2021): slope · position of the key is added to the scores of a head, after they are scaled and
 * capped. Softmax sees differences alone, so this is the same as −slope · distance.
 */
export interface Alibi {
  /** One for each head. */
  readonly slopes: readonly number[];
  /** Falcon rounds slope, position and their product to bfloat16, and scales the product like the scores. */
  readonly bfloat16: { readonly scale: number } | null;
}

/** In which order a block adds attention and MLP to the residual stream x, and where its norms stand. */
export type Arrangement =
  /** mid = x + attn(ln1 x); mid + mlp(ln2 mid): GPT-2, Llama. */
  | 'serial'
  /** x + attn(ln1 x) + mlp(ln2 x): GPT-NeoX. */
  | 'parallel'
  /** x + attn(ln1 x) + mlp(ln1 x): GPT-J, Phi. */
  | 'parallel-shared-norm'
  /** mid = x + ln1_post attn(ln1 x); mid + ln2_post mlp(ln2 mid): Gemma 2. */
  | 'sandwich-norm'
  /** mid = x + ln1_post attn(x); mid + ln2_post mlp(mid): OLMo 2. */
  | 'output-norm'
  /** mid = ln1(x + attn(x)); ln2(mid + mlp(mid)): the original transformer, OPT 350M. */
  | 'post-norm';

/** What decides how one block computes. Blocks of one model may differ. */
export interface BlockConfig {
  readonly arrangement: Arrangement;
  /** What attention and MLP write is multiplied by this before it is added to the residual stream (Granite). */
  readonly residualScale: number;
  readonly norm: NormConfig;
  /** Scores q·k are multiplied by this. */
  readonly attentionScale: number;
  /** Scores become cap · tanh(score / cap) before the softmax (Gemma 2). Null: no cap. */
  readonly attentionSoftCap: number | null;
  /** A query attends to its own position and the window − 1 positions before it. Null: to all before it. */
  readonly window: number | null;
  /** Null: this block rotates nothing. Blocks that rotate alike share one object, and with it one table. */
  readonly rotary: Rotary | null;
  /** Null: queries and keys are not normed. */
  readonly queryKeyNorm: QueryKeyNorm | null;
  /** Queries, keys and values are cut off at ± this (OLMo). Null: they are not. */
  readonly clipQueryKeyValue: number | null;
  /** Null: no bias by position. Blocks with the same bias share one object, and with it one table. */
  readonly alibi: Alibi | null;
  /** k'_j = σ(α) k_j + (1 − σ(α)) k_{j−1}, one α a head (Olsson et al. 2022, Argument 2). */
  readonly smearedKeys: boolean;
  /** Null exactly when the model's dMlp is. */
  readonly activation: Activation | null;
  /** W_out(act(W_gate x) · W_in x) instead of W_out act(W_in x). */
  readonly gatedMlp: boolean;
}

export interface EmbeddingConfig {
  /**
   * standard: learned positions W_pos are added to the residual stream. shortformer: they are added to the inputs of W_Q
   * and W_K alone (Press et al. 2021; the models of Olsson et al. 2022). Null: there is no W_pos.
   */
  readonly positions: 'standard' | 'shortformer' | null;
  /** Token embeddings are multiplied by this (Gemma: √d_model). */
  readonly scale: number;
  /** A norm of the token embeddings, before positions are added (BLOOM). Null: none. */
  readonly norm: NormConfig | null;
  /**
   * The numbers of a token's embedding. If they are not d_model, `embed.W_project` [width, d_model] makes the residual
   * stream of them, and `unembed.W_project` [d_model, width] narrows its end for W_U [width, d_vocab] (OPT 350M).
   */
  readonly width: number;
}

export interface LogitsConfig {
  /** Logits are multiplied by this (Cohere, Granite). */
  readonly scale: number;
  /** Logits become cap · tanh(logit / cap) (Gemma 2). Null: no cap. */
  readonly softCap: number | null;
}

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
  /** Tokens that the model reads. */
  readonly dVocab: number;
  /** Tokens that it predicts: as many, but for some models of TransformerLens. */
  readonly dVocabOut: number;
  readonly embedding: EmbeddingConfig;
  /** One for each layer. */
  readonly blocks: readonly BlockConfig[];
  readonly finalNorm: NormConfig;
  readonly logits: LogitsConfig;
  /** W_U is W_E transposed and not stored. */
  readonly tiedEmbeddings: boolean;
  readonly bosTokenId: number | null;
  readonly eosTokenId: number | null;
}

type BlockDifferences = Partial<BlockConfig> & Pick<BlockConfig, 'norm' | 'attentionScale'>;

/** The common block (serial, all keys before the query, no rotation) with a family's differences. */
function blockConfig(differences: BlockDifferences): BlockConfig {
  return {
    arrangement: 'serial',
    residualScale: 1,
    attentionSoftCap: null,
    window: null,
    rotary: null,
    queryKeyNorm: null,
    clipQueryKeyValue: null,
    alibi: null,
    smearedKeys: false,
    activation: null,
    gatedMlp: false,
    ...differences,
  };
}

type Size = 'architecture' | 'nLayers' | 'nHeads' | 'dModel' | 'dHead' | 'dMlp' | 'nCtx' | 'dVocab';

interface ModelDifferences
  extends Partial<Omit<TransformerConfig, Size | 'blocks' | 'embedding' | 'logits'>>, Pick<TransformerConfig, Size> {
  readonly block: (layer: number) => BlockDifferences;
  readonly embedding?: Partial<EmbeddingConfig>;
  readonly logits?: Partial<LogitsConfig>;
}

/**
 * The common model with a family's differences. The common model has no positions in the embedding, as many key-value heads
 * as heads, a W_U of its own, plain logits, and a final norm like the first block's.
 */
export function transformerConfig({ block, embedding, logits, ...given }: ModelDifferences): TransformerConfig {
  const blocks = Array.from({ length: given.nLayers }, (_, layer) => blockConfig(block(layer)));
  return {
    nKeyValueHeads: given.nHeads,
    dVocabOut: given.dVocab,
    embedding: { positions: null, scale: 1, norm: null, width: given.dModel, ...embedding },
    blocks,
    finalNorm: block(0).norm,
    logits: { scale: 1, softCap: null, ...logits },
    tiedEmbeddings: false,
    bosTokenId: null,
    eosTokenId: null,
    ...given,
  };
}

/** Throws for a layer that the model does not have: a programming error. */
export function blockOf({ blocks }: TransformerConfig, layer: number): BlockConfig {
  const block = blocks[layer];
  if (!block) throw new Error(`The model has no layer ${layer}.`);
  return block;
}

/** Whether heads write z W_O to the residual stream as it is: no block norms what they write. */
export function writesDirectly({ blocks }: TransformerConfig): boolean {
  return blocks.every(({ arrangement }) => !/^(sandwich|output|post)-norm$/.test(arrangement));
}
