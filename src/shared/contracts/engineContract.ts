import type { CheckpointRef } from '../checkpointRef';
import type { Intervention } from '../interventions/intervention';
import type { ErrorReason } from '../errors';
import type { HeadRef } from '../heads';
import type { Progress } from '../progress';
import type { RecipeName } from '../recipes/registry';
import type { Method } from '../rpc/rpc';
import type { ScoreParams, ScoreReport, ScoreSet } from '../scores';
import type { FloatView, IntView } from '../tensorView';
import type { Tile } from '../tile';

/**
 * The engine, as the extension host and the command line see it. Numbers stay there; a pass is asked for by its spec. The
 * engine computes one thing at a time: `scores` is a sweep and gives way to the others between two layers.
 */
export interface EngineContract {
  /** What the headers of checkpoints say. Reads no weights and starts no backend. One answer a path, in order. */
  readonly describe: Method<{ readonly paths: readonly string[] }, readonly CheckpointDescription[]>;
  /** Reads a checkpoint's weights, unless they are in memory and the files have not changed. */
  readonly load: Method<{ readonly path: string }, LoadedCheckpoint, Progress>;
  /** A text's tokens, start token included where the choice says so. Needs no weights. */
  readonly tokenize: Method<TokenizeParams, TokenizedText>;
  /** What ids stand for; null where the checkpoint has no tokenizer. */
  readonly decode: Method<{ readonly path: string; readonly ids: Int32Array }, TokenTexts | null>;
  /** Computes a pass, or finds it. */
  readonly run: Method<PassSpec, PassResult, Progress>;
  /** Attention of some heads of a one-row pass, reduced to one number a pair of tokens. */
  readonly attention: Method<AttentionParams, AttentionSummary, Progress>;
  /** The same of each head by itself, in their order. */
  readonly tiles: Method<TileParams, readonly Tile[], Progress>;
  /** All patterns of a one-row pass at a glance. */
  readonly thumbnails: Method<{ readonly pass: PassSpec }, Thumbnails, Progress>;
  /** Logits of a few tokens at every position: [batch, position, token]. */
  readonly logits: Method<{ readonly pass: PassSpec; readonly tokens: readonly number[] }, FloatView, Progress>;
  /** Scores of all heads on rows of random tokens. */
  readonly scores: Method<ScoreParams, ScoreSet, ScoreReport>;
  /** A whole activation by its hook name, or all logits as "logits": for export, never for a view. */
  readonly activation: Method<{ readonly pass: PassSpec; readonly name: string }, FloatView, Progress>;
  /** Python that computes one head's score with TransformerLens 2, on the same rows. */
  readonly scoreCode: Method<ScoreCodeParams, string>;
  /** Python that runs the same tokens with TransformerLens 2: patterns, losses and what interventions do to them. */
  readonly passCode: Method<PassCodeParams, string>;
}

export type CheckpointDescription =
  | {
      readonly kind: 'checkpoint';
      readonly path: string;
      readonly facts: CheckpointFacts;
      /** Null where training noted nothing beside it. */
      readonly training: SnapshotTraining | null;
    }
  | { readonly kind: 'problem'; readonly path: string; readonly reason: ErrorReason; readonly message: string };

/** What training.json says of a snapshot. */
export interface SnapshotTraining {
  /** Seen so far. */
  readonly tokens: number;
  /** On rows that are not trained on, nats. */
  readonly loss: number;
}

/** What is known without reading weights. */
export interface CheckpointFacts {
  readonly architecture: string;
  readonly nLayers: number;
  readonly nHeads: number;
  readonly nKeyValueHeads: number;
  readonly dModel: number;
  readonly dHead: number;
  /** Null: attention only. */
  readonly dMlp: number | null;
  readonly nCtx: number;
  readonly dVocab: number;
  readonly parameters: number;
  /** Stored dtypes, most bytes first. */
  readonly dtypes: readonly string[];
  readonly weightBytes: number;
  readonly tokenizer: TokenizerKind;
  /** The training step in the folder's name, null for none. */
  readonly step: number | null;
}

/** "gguf": in the file itself. "bytes": no tokenizer, but a vocabulary that holds all bytes. "none": token ids only. */
export type TokenizerKind = 'tokenizer.json' | 'gguf' | 'bytes' | 'none';

export type BackendName = 'tensorflow' | 'wasm' | 'cpu';
export type BackendChoice = 'auto' | BackendName;

export interface BackendInfo {
  readonly name: BackendName;
  readonly version: string;
  /** Why the first choice is not in use, for the person; null when it is. */
  readonly note: string | null;
}

export interface LoadedCheckpoint {
  readonly checkpoint: CheckpointRef;
  readonly facts: CheckpointFacts;
  readonly backend: BackendInfo;
}

export interface ScoreCodeParams {
  readonly loaded: LoadedCheckpoint;
  /** With the rows that the scores were computed on. */
  readonly set: ScoreSet;
  readonly recipe: RecipeName;
  readonly head: HeadRef;
}

export interface PassCodeParams {
  readonly loaded: LoadedCheckpoint;
  /** Of one row. */
  readonly ids: Int32Array;
  /** SHA-256 of the text. */
  readonly textHash: string;
  readonly interventions: readonly Intervention[];
  /** The tokens whose logit difference judges the interventions, beside the loss; null for the loss alone. */
  readonly logitDifference: LogitDifference | null;
  /** Heads whose patterns the code leaves in a variable. */
  readonly heads: readonly HeadRef[];
}

/** logit(a) − logit(b) of two tokens. */
export interface LogitDifference {
  readonly a: NamedToken;
  readonly b: NamedToken;
}

export interface NamedToken {
  readonly id: number;
  readonly label: string;
}

export type StartTokenChoice = 'auto' | 'always' | 'never';

export interface TokenizeParams {
  readonly path: string;
  readonly text: string;
  readonly startToken: StartTokenChoice;
}

export interface TokenTexts {
  /** Decoded; a part of a character is U+FFFD. */
  readonly texts: readonly string[];
  /** As a list shows them: ␣ ⏎ ⇥ and <0xE2>. */
  readonly labels: readonly string[];
}

export interface TokenizedText extends TokenTexts {
  readonly ids: Int32Array;
  /** UTF-16 offsets of the smallest range of whole code points that holds the token; −1 for the start token. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Whether the first token is a start token that is not in the text. */
  readonly hasStartToken: boolean;
}

/** A forward pass: plain data, from which the engine can make its activations again at any time. */
export interface PassSpec {
  readonly checkpoint: CheckpointRef;
  /** [batch, position] */
  readonly ids: IntView;
  /** What is changed in it; none for the model as it is. */
  readonly interventions: readonly Intervention[];
}

export interface PassResult {
  /** −ln p of the token that follows, nats: [batch, position − 1] */
  readonly lossPerToken: FloatView;
  /** The five likeliest next tokens, best first: [batch, position, 5], fewer in a smaller vocabulary */
  readonly topIds: IntView;
  /** ln p of each */
  readonly topLogProbs: FloatView;
  /** Their labels in the same order; null without a tokenizer. */
  readonly topLabels: readonly string[] | null;
}

/**
 * What a cell [query, key] says. "attention": the pattern A. "valueWeighted": A · ‖v W_O‖, how much is moved. "logitAttribution":
 * how much the head raises, by what it moves from the key, the logit of the token that follows the query, in logits over
 * their mean: A · (v_k W_O W_U)[x_{q+1}] with the final norm's scale as it was (Olsson et al. 2022, footnote 21).
 */
export type PairValue = 'attention' | 'valueWeighted' | 'logitAttribution';

export interface TileParams {
  readonly pass: PassSpec;
  readonly heads: readonly HeadRef[];
  readonly pairValue: PairValue;
}

export interface AttentionParams extends TileParams {
  readonly reduce: AttentionReduce;
}

/** Over the heads: the mean, or the one of largest magnitude. */
export type AttentionReduce = 'max' | 'mean';

export interface AttentionSummary {
  readonly weights: Tile;
  /** Which head gives the most to a cell, where there are several. */
  readonly strongest: StrongestHead | null;
}

export interface StrongestHead {
  /** As an index into the heads asked for; a cell as in a tile. */
  readonly indexes: Uint16Array;
  /** What that head itself gives. */
  readonly weights: Tile;
}

/** The patterns of all heads, small. The first column, where resting heads look, is left out: it would hide the rest. */
export interface Thumbnails {
  readonly nLayers: number;
  readonly nHeads: number;
  /** Cells along one side: at most 24. */
  readonly size: number;
  /** The largest weight in a cell, of 255: [layer, head, query, key]. */
  readonly data: Uint8Array;
}
