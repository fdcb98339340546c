import { window, type Disposable, type ExtensionContext } from 'vscode';
import { AttentionViews } from './host/attentionView/attentionViews';
import { ImportedAttentionViews } from './host/attentionView/importedAttentionViews';
import { DocumentInFocus } from './host/attentionView/documentInFocus';
import { bundledDemos } from './host/checkpoints/bundledDemos';
import { CheckpointFinder } from './host/checkpoints/checkpointFinder';
import { CheckpointStore } from './host/checkpoints/checkpointStore';
import { CheckpointTree } from './host/checkpoints/checkpointTree';
import { SnapshotScores } from './host/checkpoints/snapshotScores';
import { registerCommands } from './host/commands/registerCommands';
import { Attributions } from './host/documents/attributions';
import { DocumentPasses } from './host/documents/documentPasses';
import { DocumentRunner } from './host/documents/documentRunner';
import { runOnEdit } from './host/documents/runOnEdit';
import { ViewState } from './host/documents/viewState';
import {
  createEngineClient,
  engineModule,
  engineProcessEnvironment,
  restartOnChangedSettings,
} from './host/engine/createEngineClient';
import { HeadLabels } from './host/heads/headLabels';
import { HeadScoreStore } from './host/heads/headScoreStore';
import { HeadsView } from './host/heads/headsView';
import { AblationTree } from './host/overlay/ablationTree';
import { registerHover } from './host/overlay/hoverProvider';
import { Overlay } from './host/overlay/overlay';
import { StatusBar } from './host/overlay/statusBar';
import { suppressWordHighlights } from './host/overlay/suppressWordHighlights';
import { updateContextKeys } from './host/overlay/updateContextKeys';
import { listSnapshots } from './host/training/listSnapshots';
import { TrainingRunController } from './host/training/trainingRunController';
import { TrainingView } from './host/training/trainingView';
import { createLog } from './host/ui/log';
import { setting } from './host/ui/settings';
import { WeightsFileEditors } from './host/weightsFile/weightsFileEditors';

/** Makes all parts of the extension and names to each the parts that it needs. VS Code disposes them with the extension. */
export function activate(context: ExtensionContext): void {
  const { subscriptions, extensionUri, globalState, workspaceState } = context;
  const own = <Made extends Disposable>(made: Made): Made => {
    subscriptions.push(made);
    return made;
  };

  const log = own(createLog());
  const view = own(new ViewState());
  const engineClient = own(createEngineClient(context, 'interactive', log));
  const sweepClient = own(createEngineClient(context, 'sweep', log));
  own(restartOnChangedSettings([engineClient, sweepClient]));
  const { engine } = engineClient;
  const sweepEngine = sweepClient.engine;

  const finder = own(new CheckpointFinder(() => setting('checkpoints.maxFolders')));
  const demos = bundledDemos(context.asAbsolutePath('media/demo'));
  const memory = { global: globalState, workspace: workspaceState };
  const checkpoints = own(new CheckpointStore(demos, finder, engine, memory, log));
  const snapshotScores = own(new SnapshotScores(sweepEngine, checkpoints, log));
  own(new CheckpointTree(checkpoints, snapshotScores));

  const documentPasses = own(new DocumentPasses());
  const documentRunner = own(new DocumentRunner(engine, checkpoints, documentPasses, view, log));
  own(runOnEdit(documentPasses, documentRunner));
  own(checkpoints.onDidChangeActive(() => void documentRunner.runAll()));

  const onDidChangeFiles = finder.onDidChange;
  const headScores = own(new HeadScoreStore({ engine: sweepEngine, checkpoints, view, onDidChangeFiles, log }));
  const headLabels = own(new HeadLabels(globalState));
  const headsView = own(new HeadsView({ checkpoints, headScores, headLabels, view, log }, extensionUri));
  own(window.registerWebviewViewProvider('modelCircuits.heads', headsView.view));

  const attentionViewSources = {
    engine,
    checkpoints,
    documentPasses,
    documentRunner,
    headScores,
    headLabels,
    view,
    log,
  };
  const attentionViews = own(new AttentionViews(attentionViewSources, extensionUri));
  const importedAttentionViews = own(new ImportedAttentionViews({ engine, log }, extensionUri));
  const inFocus = own(new DocumentInFocus(attentionViews));

  const attributions = own(
    new Attributions(engine, documentPasses, message => log.error(`Logit attribution: ${message}`)),
  );
  own(new Overlay(documentPasses, view));
  own(registerHover(documentPasses, attributions, view));
  own(suppressWordHighlights(documentPasses));
  own(new AblationTree(documentPasses, view, inFocus));
  own(new StatusBar(checkpoints, documentPasses, documentRunner, view, engineClient, inFocus));
  own(updateContextKeys(documentPasses, inFocus, view));

  const modulePath = engineModule(context);
  const environment = (): Record<string, string> => engineProcessEnvironment(context);
  const trainingRun = own(new TrainingRunController({ modulePath, environment, log }));
  own(listSnapshots(trainingRun, finder, checkpoints));
  const trainingView = own(new TrainingView({ trainingRun, checkpoints, log }, extensionUri));
  own(window.registerWebviewViewProvider('modelCircuits.training', trainingView.view));

  own(new WeightsFileEditors({ engine, checkpoints, log }, extensionUri));

  own(
    registerCommands({
      ...{ log, extensionUri, engineClient, engine, view, checkpoints, documentPasses, documentRunner },
      ...{
        headScores,
        headLabels,
        headsView,
        attentionViews,
        importedAttentionViews,
        inFocus,
        trainingRun,
        trainingView,
      },
    }),
  );
}
