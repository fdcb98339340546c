import type { PairValue, AttentionReduce, AttentionSummary, Thumbnails } from './engineContract';
import type { Direction } from '../attentionRow';
import type { HeadLabel } from './headsViewContract';
import type { HeadRef } from '../heads';
import type { HeadType } from '../headTypes';
import type { Method } from '../rpc/rpc';
import type { SavedFile } from '../savedFile';
import type { Tile } from '../tile';

/** What an attention view asks of the extension host. It shows one document. */
export interface AttentionViewHost {
  /** The attention view can be sent what it shows; `hadPass`: before a reload it showed one, which is then made again. */
  readonly ready: Method<{ readonly hadPass: boolean }, void>;
  /** Attention of heads together, of the pass that is shown. Rejects with `cancelled` once another is shown. */
  readonly attention: Method<AttentionViewAttentionParams, AttentionSummary>;
  /** Of each head by itself. */
  readonly tiles: Method<AttentionViewTileParams, readonly Tile[]>;
  readonly thumbnails: Method<{ readonly passId: number }, Thumbnails>;
  /** Changes what is shown, here and in the text editors. */
  readonly view: Method<Partial<SharedView>, void>;
  /** Moves the text editor's cursor to a token. */
  readonly lock: Method<{ readonly token: number }, void>;
  readonly run: Method<null, void>;
  readonly ablate: Method<{ readonly heads: readonly HeadRef[] }, void>;
  readonly restore: Method<null, void>;
  readonly selectHeads: Method<null, void>;
  readonly copy: Method<{ readonly text: string }, void>;
}

export interface AttentionViewTileParams {
  readonly passId: number;
  readonly heads: readonly HeadRef[];
  readonly pairValue: PairValue;
}

export interface AttentionViewAttentionParams extends AttentionViewTileParams {
  readonly reduce: AttentionReduce;
}

/** What the extension host sends to an attention view. */
export interface AttentionViewApp {
  /** The parts that changed. */
  readonly show: Method<Partial<AttentionViewState>, void>;
  /** A picture as it is shown, with its caption. Rejects where there is none yet. */
  readonly exportPicture: Method<AttentionViewPicture, SavedFile>;
}

export interface AttentionViewPicture {
  /** One pattern in full, or the patterns of all heads. */
  readonly picture: 'pattern' | 'grid';
  readonly format: 'svg' | 'png';
}

export interface AttentionViewState {
  readonly documentUri: string;
  readonly documentName: string;
  /** The checkpoint that Run Model would use; null for none. */
  readonly checkpoint: string | null;
  readonly isRunning: boolean;
  readonly pass: AttentionViewPass | null;
  /** The analysed part of the text as it is now. */
  readonly text: AttentionViewText | null;
  readonly view: SharedView;
  /** Tokens under the text editor's cursors. */
  readonly cursor: readonly number[];
  readonly ablated: AttentionViewAblation | null;
  readonly heads: AttentionViewHeads;
}

/** A pass over the document, as far as an attention view needs it at hand. */
export interface AttentionViewPass {
  /** Another number, another pass: what was fetched of the one before is void. */
  readonly id: number;
  readonly checkpoint: string;
  readonly nLayers: number;
  readonly nHeads: number;
  readonly ids: Int32Array;
  /** ␣ ⏎ ⇥ and <0xE2> */
  readonly labels: readonly string[];
  readonly hasStartToken: boolean;
  /** Whether all of the document was run. */
  readonly isWhole: boolean;
  /** One a token, nats; NaN for the first, which nothing predicts. */
  readonly loss: Float32Array;
  readonly predictions: AttentionViewPredictions;
  /** SHA-256 of the text that was run, for captions. */
  readonly textHash: string;
}

/** Likeliest next tokens, best first: [position · kept + rank] */
export interface AttentionViewPredictions {
  readonly kept: number;
  readonly ids: Int32Array;
  readonly logProbs: Float32Array;
  readonly labels: readonly string[] | null;
}

export interface AttentionViewText {
  readonly text: string;
  /** UTF-16 offsets in `text`; −1 for the start token, and for what an edit changed or moved. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Offset from which on nothing holds any more; null while all of it does. */
  readonly staleFrom: number | null;
  /** First token that does not hold any more; the count of tokens while all do. */
  readonly staleToken: number;
}

/** What is shown, in the text editors too. */
export interface SharedView {
  /** Null: all heads. */
  readonly heads: readonly HeadRef[] | null;
  readonly reduce: AttentionReduce;
  readonly direction: Direction;
  readonly hideStart: boolean;
}

export interface AttentionViewAblation {
  readonly heads: readonly HeadRef[];
  /** "set to their mean": continues "Without L0H1, …". */
  readonly words: string;
  /** "Δ loss", or the difference that the person chose. */
  readonly metricName: string;
  readonly unit: string;
  /** More of a loss is worse; of a difference of logits, less is. */
  readonly isRiseWorse: boolean;
  /** One a token: positive is worse; NaN where there is none. */
  readonly worsening: Float32Array;
  readonly before: Float32Array;
  readonly after: Float32Array;
  readonly meanChange: number;
  readonly changedPredictions: number;
  readonly loss: Float32Array;
  readonly predictions: AttentionViewPredictions;
}

/** What is known of the heads: types where they have been scored, and the person's names. */
export interface AttentionViewHeads {
  /** In model order; null while they are not known. */
  readonly types: readonly (HeadType | null)[] | null;
  readonly prefixMatching: Float32Array | null;
  readonly labels: readonly HeadLabel[];
}
