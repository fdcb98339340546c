/** Everything that decides how a small model is trained, as plain JSON. The same setup on the same backend gives the same weights. */
export interface TrainingSetup {
  readonly name: string;
  readonly data: DataSetup;
  /** Keys of TransformerLens's HookedTransformerConfig, as in config.json. The data decide the vocabulary and the start token. */
  readonly model: ModelSetup;
  /** Tokens in a training row, start token included. */
  readonly rowLength: number;
  /** Rows in a step. */
  readonly batch: number;
  /**
   * A share of the steps has shorter rows, and more of them, so that a step has the same number of tokens (Press et al.
   * 2021). Short rows teach induction sooner: on repeated random tokens it comes after 220 steps with rows of 64 tokens,
   * after 360 with rows of 128, and not within 600 with rows of 256. Null: all rows have `rowLength` tokens.
   */
  readonly shortRows: { readonly length: number; readonly share: number } | null;
  readonly steps: number;
  readonly learningRate: number;
  /** Steps over which the learning rate rises linearly from 0 to its value. */
  readonly warmUp: number;
  /** Decoupled weight decay (AdamW), on matrices only. */
  readonly weightDecay: number;
  readonly betas: readonly [number, number];
  /** Largest norm of the gradient of all parameters; a longer gradient is scaled down to it. Null: no limit. */
  readonly clip: number | null;
  readonly seed: number;
  readonly snapshots: SnapshotSchedule;
  /** Steps between two lines of the log. */
  readonly logEvery: number;
  /** Number type of the weights in snapshots. The files that training resumes from are always F32. */
  readonly weights: 'F32' | 'F16';
}

export type DataSetup =
  /** Uniform random ids: in a row of T tokens, a segment of T/8 to T/2 ids is repeated until the row is full. */
  | { readonly kind: 'repeat'; readonly vocabulary: number }
  /** The same with segments of T/4 to T/2 ids, drawn from one table of bigrams whose rows are Dirichlet(`concentration`). */
  | { readonly kind: 'bigrams'; readonly vocabulary: number; readonly concentration: number }
  /**
   * Small English stories and songs, made up during training, so that no two steps see the same text. A share `drills` of
   * the rows repeats a stretch of random tokens instead: a model of 100,000 weights did not learn induction from 8 million
   * tokens of stories alone, and learns it from 6 million with 40 % drills and short rows.
   */
  | { readonly kind: 'stories'; readonly tokenizer: TokenizerSetup; readonly drills: number }
  /** A UTF-8 text file, or all text files in a folder and its subfolders. */
  | { readonly kind: 'text'; readonly path: string; readonly tokenizer: TokenizerSetup };

export type TokenizerSetup =
  /** Each byte is a token. */
  | { readonly kind: 'bytes' }
  /** Byte pairs learnt from the first megabytes of the text: `vocabulary` tokens, including all bytes and the start token. */
  | { readonly kind: 'bpe'; readonly vocabulary: number };

export type SnapshotSchedule =
  /** Step 0, every `every` steps, and the last step. */
  | { readonly kind: 'linear'; readonly every: number }
  /** Step 0, then `count` − 1 steps from `first` to the last step, evenly spaced on a logarithmic axis. */
  | { readonly kind: 'log'; readonly count: number; readonly first: number };

/** Keys of HookedTransformerConfig. A missing key has its default there, unless its comment names another. */
export interface ModelSetup {
  readonly n_layers: number;
  readonly n_heads: number;
  readonly d_model: number;
  readonly d_head: number;
  readonly n_ctx: number;
  /** Default: true. */
  readonly attn_only?: boolean;
  readonly d_mlp?: number;
  readonly act_fn?: string;
  /** Null: the model has no norm. Default: LN. */
  readonly normalization_type?: 'LN' | 'LNPre' | null;
  /** "shortformer": fixed sinusoids, added to queries and keys only (Press et al. 2021). Default: rotary. */
  readonly positional_embedding_type?: 'standard' | 'rotary' | 'shortformer';
  readonly rotary_dim?: number;
  readonly rotary_base?: number;
  readonly eps?: number;
  readonly smeared_keys?: boolean;
}
