import { basename, dirname } from 'node:path';
import {
  Disposable,
  env,
  l10n,
  RelativePattern,
  workspace,
  type LogOutputChannel,
  type Uri,
  type Webview,
} from 'vscode';
import type { EngineContract } from '../../shared/contracts/engineContract';
import { fileFormatOf } from '../../shared/checkpointFiles';
import type { WeightsFileApp, WeightsFileHost, WeightsFileState } from '../../shared/contracts/weightsFileContract';
import { asAppError } from '../../shared/errors';
import { connect, serve, type Client, type Handlers } from '../../shared/rpc/rpc';
import type { CheckpointStore } from '../checkpoints/checkpointStore';
import { isInWorkspace } from '../checkpoints/checkpointFinder';
import { logFailedShow } from '../ui/logFailedShow';
import { throttled } from '../ui/throttled';
import { openPage } from '../ui/webviewPage';
import { webviewPort } from '../ui/webviewPort';

/** What the viewer of a file of weights needs of the rest of the host. */
export interface WeightsFileSources {
  readonly engine: Client<EngineContract>;
  readonly checkpoints: Pick<CheckpointStore, 'active' | 'list' | 'use' | 'add' | 'onDidChangeActive'>;
  readonly log: Pick<LogOutputChannel, 'warn'>;
}

/** A file that is being written changes many times a second. */
const intervalMs = 500;

/** One file of weights in a webview: what its header says, and which checkpoint it belongs to. */
export class WeightsFileEditor implements Disposable {
  readonly #app: Client<WeightsFileApp>;
  readonly #subscriptions: Disposable;
  readonly #name: string;
  /** The checkpoint: the file itself, or the folder for which the file holds weights. */
  readonly #checkpoint: string;
  /** The histogram that is being computed. */
  #reading = new AbortController();

  constructor(
    private readonly sources: WeightsFileSources,
    webview: Webview,
    extensionUri: Uri,
    private readonly uri: Uri,
  ) {
    const path = uri.fsPath;
    this.#name = basename(path);
    this.#checkpoint = fileFormatOf(path) === null ? dirname(path) : path;
    const port = webviewPort(webview);
    this.#app = connect<WeightsFileApp>(port);
    serve<WeightsFileHost>(port, this.handlers());
    const read = throttled(() => void this.read(), intervalMs);
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(dirname(path), '*'));
    this.#subscriptions = Disposable.from(
      { dispose: () => port.close() },
      { dispose: () => this.#reading.abort() },
      new Disposable(read.dispose),
      watcher,
      watcher.onDidChange(() => read.call()),
      watcher.onDidCreate(() => read.call()),
      sources.checkpoints.onDidChangeActive(() => this.send({ isActive: this.isActive })),
      workspace.onDidGrantWorkspaceTrust(() => read.call()),
    );
    openPage(webview, extensionUri, 'weights', this.#name);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  private handlers(): Handlers<WeightsFileHost> {
    const { engine, checkpoints } = this.sources;
    return {
      ready: () => this.read(),
      histogram: ({ tensor }, { signal }) => {
        this.#reading.abort();
        this.#reading = new AbortController();
        return engine.tensorHistogram(
          { path: this.uri.fsPath, tensor },
          { signal: AbortSignal.any([signal, this.#reading.signal]) },
        );
      },
      useCheckpoint: async () => {
        const path = this.#checkpoint;
        if (!checkpoints.list().some(one => one.path === path)) await checkpoints.add([path]);
        await checkpoints.use(path);
      },
      copy: async ({ text }) => {
        await env.clipboard.writeText(text);
      },
    };
  }

  private get isActive(): boolean {
    return this.sources.checkpoints.active.path === this.#checkpoint;
  }

  /** Reads the header, and then what checkpoint it is of. */
  private async read(): Promise<void> {
    const problem = this.refusal();
    this.send({ name: this.#name, isActive: this.isActive, ...(problem !== null && { problem, file: null }) });
    if (problem !== null) return;
    const { engine } = this.sources;
    try {
      this.send({ file: await engine.inspectWeights({ path: this.uri.fsPath }), problem: null });
    } catch (thrown) {
      this.send({ file: null, problem: asAppError(thrown).message });
    }
    const [description] = await engine.describe({ paths: [this.#checkpoint] });
    if (!description) return;
    this.send({
      model:
        description.kind === 'checkpoint'
          ? { kind: 'checkpoint', checkpoint: basename(this.#checkpoint), facts: description.facts }
          : { kind: 'problem', message: description.message },
    });
  }

  /** Why the file is not read at all; null if it is. */
  private refusal(): string | null {
    if (this.uri.scheme !== 'file') return l10n.t('Only files on this machine can be shown.');
    if (!workspace.isTrusted && isInWorkspace(this.uri.fsPath))
      return l10n.t('Trust this workspace to open its weights.');
    return null;
  }

  private send(parts: Partial<WeightsFileState>): void {
    logFailedShow(this.#app.show(parts), this.sources.log);
  }
}
