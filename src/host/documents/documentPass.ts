import { createHash } from 'node:crypto';
import type { TextDocument } from 'vscode';
import type { Comparison, ComparisonMetric } from '../../shared/comparison';
import type { Intervention } from '../../shared/interventions/intervention';
import type {
  AttentionReduce,
  AttentionSummary,
  LoadedCheckpoint,
  PassResult,
  PassSpec,
} from '../../shared/contracts/engineContract';
import type { HeadRef } from '../../shared/heads';
import type { EditTracker } from './editTracker';
import type { TokenWindow } from './tokenWindow';

/** A model's pass over a document: its tokens, the results, and which tokens edits have made stale. */
export interface DocumentPass {
  readonly document: TextDocument;
  /** Offset of the cursor when the model was run: a second run takes the text around the same offset. */
  readonly anchor: number;
  readonly checkpointName: string;
  readonly loaded: LoadedCheckpoint;
  readonly window: TokenWindow;
  /** SHA-256 of the text that was run. */
  readonly textHash: string;
  /** Without interventions. */
  readonly spec: PassSpec;
  readonly result: PassResult;
  readonly attention: ShownAttention;
  readonly ablated: AblatedPass | null;
  readonly edits: EditTracker;
}

/** Attention of the chosen heads. Kept in the host, so that a move of the cursor needs no call to the engine. */
export interface ShownAttention {
  readonly heads: readonly HeadRef[];
  readonly reduce: AttentionReduce;
  readonly summary: AttentionSummary;
}

export interface AblatedPass {
  readonly ablation: Intervention;
  readonly metric: ComparisonMetric;
  readonly result: PassResult;
  readonly comparison: Comparison;
}

/** SHA-256 of a text's UTF-8, in hexadecimal. Captions of exported figures name the text by it. */
export function hashOfText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
