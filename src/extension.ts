import * as sharedL10n from '@vscode/l10n';
import { l10n, window, type ExtensionContext } from 'vscode';
import { AblationTree } from './host/overlay/ablationTree';
import { DocumentPasses } from './host/documents/documentPasses';
import { DocumentRunner } from './host/documents/documentRunner';
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
import { HeadsView } from './host/heads/headsView';
import { registerHover } from './host/overlay/hoverProvider';
import { updateContextKeys } from './host/overlay/updateContextKeys';
import { suppressWordHighlights } from './host/overlay/suppressWordHighlights';
import type { Services } from './host/commands/command';
import { StatusBar } from './host/overlay/statusBar';
import { TrainingView } from './host/training/trainingView';
import { listSnapshots } from './host/training/listSnapshots';
import { TrainingRunController } from './host/training/trainingRunController';
import { AttentionViews } from './host/attentionView/attentionViews';
import { ViewState } from './host/documents/viewState';

export function activate(context: ExtensionContext): void {
  // Words in src/shared, which cannot import vscode.
  sharedL10n.config({ contents: l10n.bundle ?? {} });
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

  const attentionViews = new AttentionViews(() => services, context.extensionUri);
  const inFocus = new DocumentInFocus(attentionViews);
  const documentPasses = new DocumentPasses();
  const documentRunner = new DocumentRunner(engine, checkpoints, documentPasses, view, log);
  const attributions = new Attributions(engine, documentPasses, message => log.error(`Logit attribution: ${message}`));
  const overlay = new Overlay(documentPasses, view);
  const ablationTree = new AblationTree(documentPasses, view, inFocus);
  const statusBar = new StatusBar(checkpoints, documentPasses, documentRunner, view, engineClient, inFocus);

  const headScores = new HeadScoreStore({
    engine: sweepClient.engine,
    checkpoints,
    view,
    onDidChangeFiles: finder.onDidChange,
    log,
  });
  const headLabels = new HeadLabels(globalState);
  const headsView = new HeadsView(() => services, context.extensionUri);
  const trainingRun = new TrainingRunController({
    modulePath: engineModule(context),
    environment: () => engineProcessEnvironment(context),
    log,
  });
  const trainingView = new TrainingView(() => services, context.extensionUri);
  const services: Services = {
    engineClient,
    engine,
    checkpoints,
    documentPasses,
    documentRunner,
    view,
    headScores,
    headLabels,
    headsView,
    trainingRun,
    trainingView,
    attentionViews,
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
    documentPasses,
    documentRunner,
    runOnEdit(documentPasses, documentRunner),
    checkpoints.onDidChangeActive(() => void documentRunner.runAll()),
    inFocus,
    overlay,
    updateContextKeys(documentPasses, inFocus, view),
    attributions,
    registerHover(documentPasses, attributions, view),
    suppressWordHighlights(documentPasses),
    ablationTree,
    statusBar,
    headScores,
    headLabels,
    headsView,
    window.registerWebviewViewProvider('modelCircuits.heads', headsView.view),
    trainingRun,
    listSnapshots(trainingRun, finder, checkpoints),
    trainingView,
    window.registerWebviewViewProvider('modelCircuits.training', trainingView.view),
    attentionViews,
    registerCommands(services),
  );
}
