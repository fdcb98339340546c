import type { LogOutputChannel, Uri } from 'vscode';
import type { EngineContract } from '../../shared/contracts/engineContract';
import type { Client } from '../../shared/rpc/rpc';
import type { Analyses } from '../documents/documentPasses';
import type { Analyst } from '../documents/documentRunner';
import type { CheckpointStore } from '../checkpoints/checkpointStore';
import type { DocumentInFocus } from '../attentionView/documentInFocus';
import type { EngineClient } from '../engine/engineClient';
import type { HeadLabels } from '../heads/headLabels';
import type { HeadScoreStore } from '../heads/headScoreStore';
import type { HeadsPanel } from '../heads/headsView';
import type { TrainingPanel } from '../training/trainingView';
import type { Trainings } from '../training/trainingRunController';
import type { ViewState } from '../documents/viewState';
import type { Surfaces } from '../attentionView/attentionViews';

/** What commands work with; made once in extension.ts. */
export interface Services {
  readonly engineClient: EngineClient;
  readonly engine: Client<EngineContract>;
  readonly checkpoints: CheckpointStore;
  readonly analyses: Analyses;
  readonly analyst: Analyst;
  readonly view: ViewState;
  readonly headScores: HeadScoreStore;
  readonly headLabels: HeadLabels;
  readonly headsPanel: HeadsPanel;
  readonly trainings: Trainings;
  readonly trainingPanel: TrainingPanel;
  readonly surfaces: Surfaces;
  readonly inFocus: DocumentInFocus;
  readonly log: LogOutputChannel;
  /** Where its bundled files are. */
  readonly extensionUri: Uri;
}

/** A command of package.json. Its arguments come from menus, links and other extensions, so each checks its own. */
export interface Command {
  readonly id: string;
  readonly run: (services: Services, ...parameters: readonly unknown[]) => Promise<void> | void;
}
