import { l10n, window, workspace, type Disposable, type ExtensionContext, type LogOutputChannel } from 'vscode';
import { engineEnvironment } from '../../shared/engineEnvironment';
import { EngineClient } from './engineClient';
import type { EngineRole } from '../../shared/engineEnvironment';
import { setting, settingId } from '../ui/settings';

/** A sweep is over when it is over: its copy of the weights is soon given back. */
const sweepIdleMs = 60_000;

/** An engine process as the settings want it. */
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

/** A process reads its settings when it starts: a changed one ends it. */
export function restartOnChangedSettings(clients: readonly EngineClient[]): Disposable {
  return workspace.onDidChangeConfiguration(event => {
    const ids = [settingId('engine.backend'), settingId('engine.tensorflowPath')];
    if (ids.some(id => event.affectsConfiguration(id))) for (const client of clients) client.restart();
  });
}

/** The bundle of every engine process. */
export function engineModule(context: ExtensionContext): string {
  return context.asAbsolutePath('dist/engine.js');
}

/** What an engine process is told as it starts: the settings as they are now. */
export function engineProcessEnvironment({ globalStorageUri }: ExtensionContext): Record<string, string> {
  const path = setting('engine.tensorflowPath');
  return {
    [engineEnvironment.backend]: setting('engine.backend'),
    // Not set at all where the setting is empty: the environment may name one (npm start does).
    ...(path === '' ? {} : { [engineEnvironment.tensorflowPath]: path }),
    [engineEnvironment.storage]: globalStorageUri.fsPath,
    TF_CPP_MIN_LOG_LEVEL: '3',
    TF_ENABLE_ONEDNN_OPTS: '1',
  };
}
