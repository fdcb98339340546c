import { window, type ExtensionContext } from 'vscode';
import { AblationTree } from './host/overlay/ablationTree';
import { Analyses } from './host/documents/documentPasses';
import { Analyst } from './host/documents/documentRunner';
import { Attributions } from './host/documents/attributions';
import { runOnEdit } from './host/documents/runOnEdit';
import { bundledDemos } from './host/checkpoints/bundledDemos';
import { CheckpointFinder } from './host/checkpoints/checkpointFinder';
import { CheckpointStore } from './host/checkpoints/checkpointStore';
import { SnapshotScores } from './host/checkpoints/snapshotScores';
import { CheckpointTree } from './host/checkpoints/checkpointTree';
import { registerCommands } from './host/commands/registerCommands';
import { createEngineClient, engineModule, engineProcessEnvironment } from './host/engine/createEngineClient';
import { DocumentInFocus } from './host/attentionView/documentInFocus';
import { createLog } from './host/ui/log';
import { Overlay } from './host/overlay/overlay';
import { HeadLabels } from './host/heads/headLabels';
import { HeadScoreStore } from './host/heads/headScoreStore';
import { HeadsPanel } from './host/heads/headsView';
import { registerHover } from './host/overlay/hoverProvider';
import { tellOverlayContext } from './host/overlay/updateContextKeys';
import { quietHighlights } from './host/overlay/suppressWordHighlights';
import type { Services } from './host/commands/command';
import { StatusBar } from './host/overlay/statusBar';
import { TrainingPanel } from './host/training/trainingView';
import { listSnapshots } from './host/training/listSnapshots';
import { Trainings } from './host/training/trainingRunController';
import { Surfaces } from './host/attentionView/attentionViews';
import { ViewState } from './host/documents/viewState';

export function activate(context: ExtensionContext): void {
  const { subscriptions, globalState, workspaceState } = context;
  const log = createLog();
  const view = new ViewState();
  const engineClient = createEngineClient(context, 'interactive', log);
  const sweepClient = createEngineClient(context, 'sweep', log);
  const { engine } = engineClient;

  const finder = new CheckpointFinder();
  const demos = bundledDemos(context.asAbsolutePath('media/demo'));
  const memory = { global: globalState, workspace: workspaceState };
  const checkpoints = new CheckpointStore(demos, finder, engine, memory, log);
  const snapshotScores = new SnapshotScores(sweepClient.engine, checkpoints, log);
  const checkpointTree = new CheckpointTree(checkpoints, snapshotScores);

  const surfaces = new Surfaces(() => services, context.extensionUri);
  const inFocus = new DocumentInFocus(surfaces);
  const analyses = new Analyses();
  const analyst = new Analyst(engine, checkpoints, analyses, view, log);
  const attributions = new Attributions(engine, analyses, message => log.error(`Logit attribution: ${message}`));
  const overlay = new Overlay(analyses, view);
  const ablationTree = new AblationTree(analyses, view, inFocus);
  const statusBar = new StatusBar(checkpoints, analyses, analyst, view, engineClient, inFocus);

  const headScores = new HeadScoreStore({
    engine: sweepClient.engine,
    checkpoints,
    view,
    onDidTouch: finder.onDidChange,
    log,
  });
  const headLabels = new HeadLabels(globalState);
  const headsPanel = new HeadsPanel(() => services, context.extensionUri);
  const trainings = new Trainings({
    modulePath: engineModule(context),
    environment: () => engineProcessEnvironment(context),
    log,
  });
  const trainingPanel = new TrainingPanel(() => services, context.extensionUri);
  const services: Services = {
    engineClient,
    engine,
    checkpoints,
    analyses,
    analyst,
    view,
    headScores,
    headLabels,
    headsPanel,
    trainings,
    trainingPanel,
    surfaces,
    inFocus,
    log,
    extensionUri: context.extensionUri,
  };

  subscriptions.push(
    log,
    view,
    engineClient,
    sweepClient,
    finder,
    checkpoints,
    snapshotScores,
    checkpointTree,
    analyses,
    analyst,
    runOnEdit(analyses, analyst),
    checkpoints.onDidChangeActive(() => void analyst.runAll()),
    inFocus,
    overlay,
    tellOverlayContext(analyses, inFocus, view),
    attributions,
    registerHover(analyses, attributions, view),
    quietHighlights(analyses),
    ablationTree,
    statusBar,
    headScores,
    headLabels,
    headsPanel,
    window.registerWebviewViewProvider('modelCircuits.heads', headsPanel.view),
    trainings,
    listSnapshots(trainings, finder, checkpoints),
    trainingPanel,
    window.registerWebviewViewProvider('modelCircuits.training', trainingPanel.view),
    surfaces,
    registerCommands(services),
  );
}
