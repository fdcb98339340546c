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
import type { TensorHistogram, WeightsFile } from '../weightsFile';

/**
 * The engine, as the extension host and the command line see it. Activations stay in the engine; callers name a pass by its
 * spec. The engine computes one thing at a time. `scores` is a sweep: other calls run before it, between two of its layers.
 */
export interface EngineContract {
  /** Facts from the headers of checkpoints, one answer for each path, in order. Reads no weights and starts no backend. */
  readonly describe: Method<DescribeParams, readonly CheckpointDescription[]>;
  /** What the header of one file of weights says. Reads no weights. */
  readonly inspectWeights: Method<{ readonly path: string }, WeightsFile>;
  /** How the numbers of one tensor of a file are distributed. Reads the tensor in pieces. */
  readonly tensorHistogram: Method<{ readonly path: string; readonly tensor: string }, TensorHistogram, Progress>;
  /** Reads a checkpoint's weights, unless they are in memory and its files are unchanged. */
  readonly load: Method<ChosenCheckpoint, LoadedCheckpoint, Progress>;
  /** The tokens of a text, with a start token if the choice says so. Needs no weights. */
  readonly tokenize: Method<TokenizeParams, TokenizedText>;
  /** The texts of token ids; null if the checkpoint has no tokenizer. */
  readonly decode: Method<ChosenCheckpoint & { readonly ids: Int32Array }, TokenTexts | null>;
  /** Computes a pass, unless it is in memory. */
  readonly run: Method<PassSpec, PassResult, Progress>;
  /** −ln p of the token that follows, nats, [batch, position − 1]: `run` without the likeliest tokens. */
  readonly losses: Method<PassSpec, FloatView, Progress>;
  /** Attention of some heads of a one-row pass, reduced to one number for each pair of tokens. */
  readonly attention: Method<AttentionParams, AttentionSummary, Progress>;
  /** The same for each head by itself, in the order of `heads`. */
  readonly tiles: Method<TileParams, readonly Tile[], Progress>;
  /** Small patterns of all heads of a one-row pass. */
  readonly thumbnails: Method<{ readonly pass: PassSpec }, Thumbnails, Progress>;
  /** Attention that another tool saved: its tokens and sizes. The methods below answer questions about it. */
  readonly openAttention: Method<{ readonly path: string }, ImportedAttention>;
  readonly importedAttention: Method<ImportedAttentionParams & { readonly reduce: AttentionReduce }, AttentionSummary>;
  readonly importedTiles: Method<ImportedAttentionParams, readonly Tile[]>;
  readonly importedThumbnails: Method<{ readonly path: string }, Thumbnails>;
  /** Logits of a few tokens at every position: [batch, position, token]. */
  readonly logits: Method<{ readonly pass: PassSpec; readonly tokens: readonly number[] }, FloatView, Progress>;
  /** Scores of all heads on rows of random tokens. */
  readonly scores: Method<ScoreParams, ScoreSet, ScoreReport>;
  /** A whole activation by its hook name, or all logits as "logits". For exports, not for a view. */
  readonly activation: Method<{ readonly pass: PassSpec; readonly name: string }, FloatView, Progress>;
  /** Python that computes one head's score with TransformerLens 2, on the same rows. */
  readonly scoreCode: Method<ScoreCodeParams, string>;
  /** Python that runs the same tokens with TransformerLens 2: patterns, losses and what interventions do to them. */
  readonly passCode: Method<PassCodeParams, string>;
}

/** A checkpoint, and the tokenizer that the user chose for it. */
export interface ChosenCheckpoint {
  readonly path: string;
  /** The path of a folder or a file with a tokenizer, or `chosenBytes`. Absent: the checkpoint's own, or its run's. */
  readonly tokenizer?: string;
}

/** The choice of a tokenizer that reads each byte of a text as a token. */
export const chosenBytes = 'bytes';

export interface DescribeParams {
  readonly paths: readonly string[];
  /** Tokenizers that the user chose, by the path of the checkpoint. */
  readonly tokenizers?: Readonly<Record<string, string>>;
}

export type CheckpointDescription =
  | {
      readonly kind: 'checkpoint';
      readonly path: string;
      readonly facts: CheckpointFacts;
      /** Null if there is no training.json beside the checkpoint. */
      readonly training: SnapshotTraining | null;
    }
  | { readonly kind: 'problem'; readonly path: string; readonly reason: ErrorReason; readonly message: string };

/** A snapshot's training.json. */
export interface SnapshotTraining {
  /** Tokens trained on so far. */
  readonly tokens: number;
  /** Held-out loss, nats. */
  readonly loss: number;
}

/** What the engine knows of a checkpoint without reading its weights. */
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
  /** Tokens that the model predicts; as many as it reads, but for some models of TransformerLens. */
  readonly dVocabOut: number;
  readonly parameters: number;
  /** Number types of the stored weights, the type with most bytes first. */
  readonly dtypes: readonly string[];
  readonly weightBytes: number;
  readonly tokenizer: TokenizerKind;
  /** The training step; null if nothing says it. */
  readonly step: number | null;
  /** Sentences about what was read in another way than the files say, and what was left out. */
  readonly remarks: readonly string[];
}

/**
 * "tokenizer.model": of SentencePiece. "vocab.json": with merges.txt. "tokenizer.bin": of llama2.c. "meta.pkl": of nanoGPT.
 * "gguf": inside the GGUF file. "run": the checkpoint has none, so that of its run or beside its file is used. "chosen": by
 * the user. "other": in a form that we do not read. "bytes": the run says that it was trained on bytes. "none": only token
 * ids.
 */
export type TokenizerKind =
  | 'tokenizer.json'
  | 'tokenizer.model'
  | 'vocab.json'
  | 'tokenizer.bin'
  | 'meta.pkl'
  | 'gguf'
  | 'run'
  | 'chosen'
  | 'other'
  | 'bytes'
  | 'none';

export type BackendName = 'tensorflow' | 'wasm' | 'cpu';
export type BackendChoice = 'auto' | BackendName;

export interface BackendInfo {
  readonly name: BackendName;
  readonly version: string;
  /** For the user: why the first choice is not in use; null if it is. */
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
  /** The ids of one row. */
  readonly ids: Int32Array;
  /** SHA-256 of the text. */
  readonly textHash: string;
  readonly interventions: readonly Intervention[];
  /** Two tokens whose logit difference the code prints beside the loss; null for the loss alone. */
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

export interface TokenizeParams extends ChosenCheckpoint {
  readonly text: string;
  readonly startToken: StartTokenChoice;
}

export interface TokenTexts {
  /** The decoded texts; a token that is part of a character is U+FFFD. */
  readonly texts: readonly string[];
  /** The texts for a list, with visible signs: ␣ ⏎ ⇥ and <0xE2>. */
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

/** A forward pass as plain data. From it the engine can compute the activations at any time. */
export interface PassSpec {
  readonly checkpoint: CheckpointRef;
  /** [batch, position] */
  readonly ids: IntView;
  /** Empty for the model as it is. */
  readonly interventions: readonly Intervention[];
}

export interface PassResult {
  /** −ln p of the next token, nats: [batch, position − 1] */
  readonly lossPerToken: FloatView;
  /** The five likeliest next tokens, best first: [batch, position, 5]; fewer if the vocabulary is smaller */
  readonly topIds: IntView;
  /** ln p of each, nats: [batch, position, 5] */
  readonly topLogProbs: FloatView;
  /** Their labels in the same order; null without a tokenizer. */
  readonly topLabels: readonly string[] | null;
}

/**
 * The value of a cell [query, key] of a head. "attention": the pattern A. "valueWeighted": A · ‖v W_O‖, the length of what the
 * head moves. "logitAttribution": direct logit attribution of the token that follows the query, in logits relative to the
 * mean over the vocabulary: A · (v_k W_O W_U)[x_{q+1}], with the scale of the final norm fixed (Olsson et al. 2022, footnote 21).
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

/** How several heads become one number: their mean, or the value of largest magnitude. */
export type AttentionReduce = 'max' | 'mean';

export interface AttentionSummary {
  readonly weights: Tile;
  /** The head with the largest value in each cell; null for one head. */
  readonly strongest: StrongestHead | null;
}

/** Attention in a file of another tool. It has no model, so only its weights can be shown. */
export interface ImportedAttention extends TokenTexts {
  readonly nLayers: number;
  readonly nHeads: number;
  /** False if the file has ids alone: the texts are those ids. */
  readonly hasTexts: boolean;
  /** SHA-256 of the file, for captions. */
  readonly hash: string;
}

export interface ImportedAttentionParams {
  readonly path: string;
  readonly heads: readonly HeadRef[];
}

export interface StrongestHead {
  /** Indexes into `heads` of the question, one for each cell of the tile. */
  readonly indexes: Uint16Array;
  /** The value of that head. */
  readonly weights: Tile;
}

/** The patterns of all heads, small. They leave out the first column, to which resting heads attend: it would hide the rest. */
export interface Thumbnails {
  readonly nLayers: number;
  readonly nHeads: number;
  /** Number of cells on each side: at most 24. */
  readonly size: number;
  /** The largest weight in each cell, from 0 to 255: [layer, head, query, key] */
  readonly data: Uint8Array;
}
