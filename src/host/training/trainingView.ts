import { dirname } from 'node:path';
import { commands, Disposable, l10n, workspace, type LogOutputChannel, type Uri } from 'vscode';
import type { Handlers } from '../../shared/rpc/rpc';
import { runOf, stepOf } from '../../shared/checkpointFiles';
import type { TrainingApp, TrainingHost, TrainingState } from '../../shared/contracts/trainingViewContract';
import type { CheckpointStore } from '../checkpoints/checkpointStore';
import { setContextKey } from '../ui/contextKeys';
import { logFailedShow } from '../ui/logFailedShow';
import { saveFile } from '../ui/saveFile';
import { setting, settingId } from '../ui/settings';
import { throttled } from '../ui/throttled';
import { WebviewViewHost } from '../ui/webviewViewHost';
import type { TrainingRunController } from './trainingRunController';

/** Shortest time between two updates of the page: short enough to look steady. */
const intervalMs = 150;

/** What the Training view needs of the rest of the host. */
export interface TrainingViewSources {
  readonly trainingRun: Pick<TrainingRunController, 'path' | 'state' | 'onDidChange'>;
  readonly checkpoints: Pick<CheckpointStore, 'active' | 'list' | 'use' | 'onDidChangeActive'>;
  readonly log: Pick<LogOutputChannel, 'warn'>;
}

/** The Training view: what its webview shows and asks for. */
export class TrainingView implements Disposable {
  readonly view: WebviewViewHost<TrainingHost, TrainingApp>;

  constructor(
    private readonly sources: TrainingViewSources,
    extensionUri: Uri,
  ) {
    this.view = new WebviewViewHost({
      viewId: 'modelCircuits.training',
      bundle: 'training',
      title: l10n.t('Training'),
      extensionUri,
      handlers: () => this.handlers(),
      sendAll: () => this.send(),
      subscribe: () => this.subscribe(),
    });
  }

  /** Shows the view and gives it the focus, wherever the user has moved it. */
  async focus(): Promise<void> {
    await setContextKey('hasTraining', true);
    await this.view.focus();
  }

  async export(format: 'svg' | 'png' | 'csv'): Promise<void> {
    await setContextKey('hasTraining', true);
    const app = await this.view.opened();
    await saveFile(await app.exportFile({ format }));
  }

  dispose(): void {
    this.view.dispose();
  }

  private subscribe(): Disposable[] {
    const { trainingRun, checkpoints } = this.sources;
    const show = throttled(() => this.send(), intervalMs);
    return [
      new Disposable(show.dispose),
      trainingRun.onDidChange(() => show.call()),
      checkpoints.onDidChangeActive(() => show.call()),
      workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration(settingId('heads.prefixMatchingThreshold'))) show.call();
      }),
    ];
  }

  private handlers(): Handlers<TrainingHost> {
    const { trainingRun, checkpoints } = this.sources;
    const run = async (command: string): Promise<void> => {
      await commands.executeCommand(`modelCircuits.${command}`);
    };
    return {
      ready: () => this.view.ready(),
      start: () => run('trainModel'),
      pause: () => run('pauseTraining'),
      resume: () => run('resumeTraining'),
      stop: () => run('stopTraining'),
      useSnapshot: async ({ step }) => {
        const { path } = trainingRun;
        const snapshot = checkpoints
          .list()
          .find(one => path !== null && runOf(one.path) === path && stepOf(one.path) === step);
        if (snapshot) await checkpoints.use(snapshot.path);
      },
    };
  }

  private send(): void {
    logFailedShow(this.view.app?.show(this.state()), this.sources.log);
  }

  private state(): TrainingState {
    const { trainingRun, checkpoints } = this.sources;
    const active = checkpoints.active.path;
    const isOfRun = trainingRun.path !== null && dirname(active) === trainingRun.path;
    return {
      ...trainingRun.state,
      active: isOfRun ? stepOf(active) : null,
      prefixMatchingThreshold: setting('heads.prefixMatchingThreshold'),
    };
  }
}
