/** All that decides how a small model is trained: plain JSON. The same recipe on the same backend gives the same weights. */
export interface TrainingSetup {
  readonly name: string;
  readonly data: DataRecipe;
  /** HookedTransformerConfig's keys, as config.json will have them. Vocabulary and start token follow from the data. */
  readonly model: ModelRecipe;
  /** Tokens of a training row, its start token included. */
  readonly rowLength: number;
  /** Rows of a step. */
  readonly batch: number;
  /**
   * A share of the steps has shorter rows, as many more of them as fill a step's tokens (after Press et al. 2021): among
   * fewer tokens the right one is found sooner. Tiled random tokens: induction after 220 steps of rows of 64, after 360 of
   * 128, not in 600 of 256. Null: all rows are full.
   */
  readonly shortRows: { readonly length: number; readonly share: number } | null;
  readonly steps: number;
  readonly learningRate: number;
  /** Steps over which the learning rate rises from 0 to its value, in a straight line. */
  readonly warmUp: number;
  /** Of AdamW: decoupled, on matrices alone. */
  readonly weightDecay: number;
  readonly betas: readonly [number, number];
  /** The gradient of all parameters together is scaled down to this length. Null: as it is. */
  readonly clip: number | null;
  readonly seed: number;
  readonly snapshots: SnapshotSchedule;
  /** Steps between two lines of the log. */
  readonly logEvery: number;
  /** How snapshots store weights; what training resumes from is always F32. */
  readonly weights: 'F32' | 'F16';
}

export type DataRecipe =
  /** Uniform ids; a segment of T/8 … T/2 of them is repeated until the row is full. */
  | { readonly kind: 'repeat'; readonly vocabulary: number }
  /** The same with segments of T/4 … T/2 from one table of bigrams: each row of it Dirichlet(`concentration`). */
  | { readonly kind: 'bigrams'; readonly vocabulary: number; readonly concentration: number }
  /**
   * Small English stories and songs, made up as training goes: no two steps see the same. A share `drills` of the rows is
   * tokens in no order, a stretch of them over and over: a model of 100,000 weights had found no induction after 8 million
   * tokens of stories alone, and finds it after 6 million with 40 % drills and short rows.
   */
  | { readonly kind: 'stories'; readonly tokenizer: TokenizerRecipe; readonly drills: number }
  /** A UTF-8 text file, or all text files of a folder and those inside it. */
  | { readonly kind: 'text'; readonly path: string; readonly tokenizer: TokenizerRecipe };

export type TokenizerRecipe =
  /** One token a byte. */
  | { readonly kind: 'bytes' }
  /** Byte pairs learnt from the text (its first megabytes): `vocabulary` tokens with all bytes and the start token. */
  | { readonly kind: 'bpe'; readonly vocabulary: number };

export type SnapshotSchedule =
  /** Step 0, each `every` steps, and the last. */
  | { readonly kind: 'linear'; readonly every: number }
  /** Step 0, then `count` − 1 steps spaced evenly by their logarithm from `first` to the last. */
  | { readonly kind: 'log'; readonly count: number; readonly first: number };

/** A key that is missing has HookedTransformerConfig's default, but for what stands beside it here. */
export interface ModelRecipe {
  readonly n_layers: number;
  readonly n_heads: number;
  readonly d_model: number;
  readonly d_head: number;
  readonly n_ctx: number;
  /** Missing: true. */
  readonly attn_only?: boolean;
  readonly d_mlp?: number;
  readonly act_fn?: string;
  /** Null is a model without a norm. Missing: LN. */
  readonly normalization_type?: 'LN' | 'LNPre' | null;
  /** "shortformer" has the paper's fixed sinusoids. Missing: rotary. */
  readonly positional_embedding_type?: 'standard' | 'rotary' | 'shortformer';
  readonly rotary_dim?: number;
  readonly rotary_base?: number;
  readonly eps?: number;
  readonly smeared_keys?: boolean;
}
