import { l10n, window, workspace, type ExtensionContext, type LogOutputChannel } from 'vscode';
import { engineEnvironment } from '../shared/engineEnvironment';
import { EngineClient } from './engineClient';
import type { EngineRole } from './engineProcess';
import { setting, settingId } from './settings';

/** A sweep is over when it is over: its copy of the weights is soon given back. */
const sweepIdleMs = 60_000;

/** An engine process as the settings want it. */
export function createEngineClient(context: ExtensionContext, role: EngineRole, log: LogOutputChannel): EngineClient {
  const client = new EngineClient({
    role,
    modulePath: context.asAbsolutePath('dist/engine.js'),
    environment: () => engineProcessEnvironment(context.globalStorageUri.fsPath),
    idleMs: role === 'sweep' ? sweepIdleMs : setting('engine.idleMinutes') * 60_000,
    onOutput: line => log.debug(`${role} engine: ${line}`),
    onRestart: how => {
      log.warn(`${how} Restarting it.`);
      void window.showWarningMessage(l10n.t('{0} It was restarted, and the work it had is being done again.', how));
    },
  });
  context.subscriptions.push(
    workspace.onDidChangeConfiguration(event => {
      const changed = [settingId('engine.backend'), settingId('engine.tensorflowPath')];
      if (changed.some(id => event.affectsConfiguration(id))) client.restart();
    }),
  );
  return client;
}

function engineProcessEnvironment(storage: string): Record<string, string> {
  const path = setting('engine.tensorflowPath');
  return {
    [engineEnvironment.backend]: setting('engine.backend'),
    // Not set at all where the setting is empty: the environment may name one (npm start does).
    ...(path === '' ? {} : { [engineEnvironment.tensorflowPath]: path }),
    [engineEnvironment.storage]: storage,
    TF_CPP_MIN_LOG_LEVEL: '3',
    TF_ENABLE_ONEDNN_OPTS: '1',
  };
}
