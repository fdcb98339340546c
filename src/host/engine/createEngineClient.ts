import { l10n, window, workspace, type Disposable, type ExtensionContext, type LogOutputChannel } from 'vscode';
import { engineEnvironment } from '../../shared/engineEnvironment';
import { EngineClient } from './engineClient';
import type { EngineRole } from '../../shared/engineEnvironment';
import { setting, settingId } from '../ui/settings';

/** After a sweep its process soon ends, because it holds a second copy of the weights. */
const sweepIdleMs = 60_000;

/** A client whose engine process follows the settings. */
export function createEngineClient(context: ExtensionContext, role: EngineRole, log: LogOutputChannel): EngineClient {
  return new EngineClient({
    role,
    modulePath: engineModule(context),
    environment: () => engineProcessEnvironment(context),
    idleMs: () => (role === 'sweep' ? sweepIdleMs : setting('engine.idleMinutes') * 60_000),
    onOutput: line => log.debug(`${role} engine: ${line}`),
    onRestart: how => {
      log.warn(`${how} Restarting it.`);
      void window.showWarningMessage(l10n.t('{0} It was restarted, and the work it had is being done again.', how));
    },
  });
}

/** Restarts the engines when a setting changes that a process reads at its start. */
export function restartOnChangedSettings(clients: readonly EngineClient[]): Disposable {
  return workspace.onDidChangeConfiguration(event => {
    const ids = [settingId('engine.backend'), settingId('engine.tensorflowPath')];
    if (ids.some(id => event.affectsConfiguration(id))) for (const client of clients) client.restart();
  });
}

/** The path of the bundle that every engine process runs. */
export function engineModule(context: ExtensionContext): string {
  return context.asAbsolutePath('dist/engine.js');
}

/** The environment variables of an engine process: the settings as they are now. */
export function engineProcessEnvironment({ globalStorageUri }: ExtensionContext): Record<string, string> {
  const path = setting('engine.tensorflowPath');
  return {
    [engineEnvironment.backend]: setting('engine.backend'),
    // If the setting is empty, the variable may come from our own environment: `npm start` sets it.
    ...(path === '' ? {} : { [engineEnvironment.tensorflowPath]: path }),
    [engineEnvironment.storage]: globalStorageUri.fsPath,
    TF_CPP_MIN_LOG_LEVEL: '3',
    TF_ENABLE_ONEDNN_OPTS: '1',
  };
}
