import type { CheckpointFacts } from './engineContract';
import type { Method } from '../rpc/rpc';
import type { TensorHistogram, WeightsFile } from '../weightsFile';

/** What the viewer of a file of weights asks of the extension host. */
export interface WeightsFileHost {
  /** The page is ready to be sent what it shows. */
  readonly ready: Method<null, void>;
  /** Reads one tensor of the file. Throws cancelled once another is asked for. */
  readonly histogram: Method<{ readonly tensor: string }, TensorHistogram>;
  readonly useCheckpoint: Method<null, void>;
  readonly copy: Method<{ readonly text: string }, void>;
}

/** What the extension host sends to the viewer. */
export interface WeightsFileApp {
  /** Sends the parts that changed. */
  readonly show: Method<Partial<WeightsFileState>, void>;
}

export interface WeightsFileState {
  /** The file's name. */
  readonly name: string;
  /** Null until the header has been read. */
  readonly file: WeightsFile | null;
  /** Why the header cannot be read; null if it can. */
  readonly problem: string | null;
  /** What the checkpoint is that the file belongs to; null until that is known. */
  readonly model: ModelOfFile | null;
  /** Whether Run Model uses the checkpoint. */
  readonly isActive: boolean;
}

export type ModelOfFile =
  | { readonly kind: 'checkpoint'; readonly checkpoint: string; readonly facts: CheckpointFacts }
  /** Why no checkpoint can be read from the file and what is beside it. */
  | { readonly kind: 'problem'; readonly message: string };
