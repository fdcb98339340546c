import type { PairValue, AttentionReduce, AttentionSummary, Thumbnails } from './engineContract';
import type { Direction } from '../attentionRow';
import type { HeadLabel } from './headsViewContract';
import type { HeadRef } from '../heads';
import type { HeadType } from '../headTypes';
import type { Method } from '../rpc/rpc';
import type { SavedFile } from '../savedFile';
import type { Tile } from '../tile';

/** What an attention view asks of the extension host. An attention view shows one document. */
export interface AttentionViewHost {
  /** The page is ready to be sent what it shows. `hadPass`: it showed a pass before a reload, so the host runs it again. */
  readonly ready: Method<{ readonly hadPass: boolean }, void>;
  /** Attention of several heads reduced to one pattern, in the pass shown. Throws cancelled once another pass is shown. */
  readonly attention: Method<AttentionViewAttentionParams, AttentionSummary>;
  /** Attention of each head by itself. */
  readonly tiles: Method<AttentionViewTileParams, readonly Tile[]>;
  readonly thumbnails: Method<{ readonly passId: number }, Thumbnails>;
  /** Changes what the attention views and the text editors show. */
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
  /** Sends the parts that changed. */
  readonly show: Method<Partial<AttentionViewState>, void>;
  /** A picture as it is shown, with its caption. Throws if there is none yet. */
  readonly exportPicture: Method<AttentionViewPicture, SavedFile>;
}

export interface AttentionViewPicture {
  /** One pattern in full size, or the patterns of all heads. */
  readonly picture: 'pattern' | 'grid';
  readonly format: 'svg' | 'png';
}

export interface AttentionViewState {
  readonly documentUri: string;
  readonly documentName: string;
  /** The checkpoint that Run Model uses; null for none. */
  readonly checkpoint: string | null;
  readonly isRunning: boolean;
  readonly pass: AttentionViewPass | null;
  /** The part of the text that was run, as it is now. */
  readonly text: AttentionViewText | null;
  readonly view: SharedView;
  /** Indexes of the tokens under the text editor's cursors. */
  readonly cursor: readonly number[];
  readonly ablated: AttentionViewAblation | null;
  readonly heads: AttentionViewHeads;
}

/** A pass over the document, without the activations that the view asks for. */
export interface AttentionViewPass {
  /** Every pass has its own number: what the view fetched from an earlier pass is void. */
  readonly id: number;
  /** Attention from a file of another tool: it has weights, and no model, losses or predictions. */
  readonly isImported: boolean;
  /** The checkpoint's name; of imported attention the file's. */
  readonly checkpoint: string;
  readonly nLayers: number;
  readonly nHeads: number;
  readonly ids: Int32Array;
  /** ␣ ⏎ ⇥ and <0xE2> */
  readonly labels: readonly string[];
  readonly hasStartToken: boolean;
  /** Whether the whole document was run. */
  readonly isWhole: boolean;
  /** Loss of each token, nats; NaN for the first token, which nothing predicts. */
  readonly loss: Float32Array;
  readonly predictions: AttentionViewPredictions;
  /** SHA-256 of the text that was run, or of the imported file, for captions of exports. */
  readonly textHash: string;
}

/** The likeliest next tokens, best first: [position · kept + rank] */
export interface AttentionViewPredictions {
  readonly kept: number;
  readonly ids: Int32Array;
  readonly logProbs: Float32Array;
  readonly labels: readonly string[] | null;
}

export interface AttentionViewText {
  readonly text: string;
  /** UTF-16 offsets in `text`; −1 for the start token, and for tokens that an edit changed or moved. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Offset of the first edit, from which on the pass does not hold; null while all of it holds. */
  readonly staleFrom: number | null;
  /** First token for which the pass does not hold; the number of tokens while all hold. */
  readonly staleToken: number;
}

/** What all attention views and text editors show. */
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
  /** "Δ loss", or the logit difference that the user chose. */
  readonly metricName: string;
  readonly unit: string;
  /** True for a loss, of which more is worse; false for a logit difference, of which less is worse. */
  readonly isRiseWorse: boolean;
  /** Change of the metric at each token: positive is worse; NaN if there is none. */
  readonly worsening: Float32Array;
  readonly before: Float32Array;
  readonly after: Float32Array;
  readonly meanChange: number;
  readonly changedPredictions: number;
  readonly loss: Float32Array;
  readonly predictions: AttentionViewPredictions;
}

/** The heads: their types, if they have been scored, and the user's labels. */
export interface AttentionViewHeads {
  /** Type of each head, layer by layer; null while the heads are not scored. */
  readonly types: readonly (HeadType | null)[] | null;
  readonly prefixMatching: Float32Array | null;
  readonly labels: readonly HeadLabel[];
}
