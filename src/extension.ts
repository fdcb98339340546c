import { window, type ExtensionContext } from 'vscode';
import { AblationTree } from './host/ablation/ablationTree';
import { Analyses } from './host/analysis/analyses';
import { Analyst } from './host/analysis/analyst';
import { runOnEdit } from './host/analysis/runOnEdit';
import { CheckpointFinder } from './host/checkpoints/checkpointFinder';
import { CheckpointStore } from './host/checkpoints/checkpointStore';
import { CheckpointTree } from './host/checkpoints/checkpointTree';
import { registerCommands } from './host/commands/registerCommands';
import { createEngineClient } from './host/createEngineClient';
import { createLog } from './host/log';
import { Overlay } from './host/overlay/overlay';
import { registerHover } from './host/overlay/hoverProvider';
import { quietHighlights } from './host/overlay/quietHighlights';
import { StatusBar } from './host/statusBar';
import { ViewState } from './host/viewState';

export function activate(context: ExtensionContext): void {
  const { subscriptions, globalState, workspaceState } = context;
  const log = createLog();
  const view = new ViewState();
  const engineClient = createEngineClient(context, log);
  const { engine } = engineClient;

  const finder = new CheckpointFinder();
  const demo = context.asAbsolutePath('media/demo/stories260K');
  const memory = { global: globalState, workspace: workspaceState };
  const checkpoints = new CheckpointStore(demo, finder, engine, memory, log);
  const checkpointTree = new CheckpointTree(checkpoints);

  const analyses = new Analyses();
  const analyst = new Analyst(engine, checkpoints, analyses, view, log);
  const overlay = new Overlay(analyses, view);
  const ablationTree = new AblationTree(analyses, view);
  const statusBar = new StatusBar(checkpoints, analyses, analyst, view, engineClient);

  subscriptions.push(
    log,
    view,
    engineClient,
    finder,
    checkpoints,
    checkpointTree,
    window.registerTreeDataProvider('modelCircuits.checkpoints', checkpointTree),
    analyses,
    analyst,
    runOnEdit(analyses, analyst),
    checkpoints.onDidChangeActive(() => void analyst.runAll()),
    overlay,
    registerHover(analyses, view),
    quietHighlights(analyses),
    ablationTree,
    statusBar,
    registerCommands({ engineClient, engine, checkpoints, analyses, analyst, view, log }),
  );
}
