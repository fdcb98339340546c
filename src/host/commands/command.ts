import type { LogOutputChannel, Uri } from 'vscode';
import type { EngineContract } from '../../shared/contracts/engineContract';
import type { Client } from '../../shared/rpc/rpc';
import type { DocumentPasses } from '../documents/documentPasses';
import type { DocumentRunner } from '../documents/documentRunner';
import type { CheckpointStore } from '../checkpoints/checkpointStore';
import type { DocumentInFocus } from '../attentionView/documentInFocus';
import type { ImportedAttentionViews } from '../attentionView/importedAttentionViews';
import type { EngineClient } from '../engine/engineClient';
import type { HeadLabels } from '../heads/headLabels';
import type { HeadScoreStore } from '../heads/headScoreStore';
import type { HeadsView } from '../heads/headsView';
import type { TrainingView } from '../training/trainingView';
import type { TrainingRunController } from '../training/trainingRunController';
import type { ViewState } from '../documents/viewState';
import type { AttentionViews } from '../attentionView/attentionViews';

/** What commands work with. Made once, in extension.ts. */
export interface Services {
  readonly engineClient: EngineClient;
  readonly engine: Client<EngineContract>;
  readonly checkpoints: CheckpointStore;
  readonly documentPasses: DocumentPasses;
  readonly documentRunner: DocumentRunner;
  readonly view: ViewState;
  readonly headScores: HeadScoreStore;
  readonly headLabels: HeadLabels;
  readonly headsView: HeadsView;
  readonly trainingRun: TrainingRunController;
  readonly trainingView: TrainingView;
  readonly attentionViews: AttentionViews;
  readonly importedAttentionViews: ImportedAttentionViews;
  readonly inFocus: DocumentInFocus;
  readonly log: LogOutputChannel;
  /** The folder of the extension, with its bundled files. */
  readonly extensionUri: Uri;
}

/** A command of package.json. Its arguments come from menus, links and other extensions, so each command checks its own. */
export interface Command {
  readonly id: string;
  /** Earlier ids, which users may still have in key bindings and links. They are not in package.json. */
  readonly formerIds?: readonly string[];
  readonly run: (services: Services, ...parameters: readonly unknown[]) => Promise<void> | void;
}
