import { commands, Disposable, env, l10n, Uri, workspace, type WebviewView, type WebviewViewProvider } from 'vscode';
import { AppError } from '../../shared/errors';
import { formatHead, formatHeads } from '../../shared/heads';
import type { ExportFormat, HeadsApp, HeadsHost, HeadsState } from '../../shared/headsContract';
import { connect, serve, type Client, type Handlers } from '../../shared/rpc';
import { saveFile } from '../saveFile';
import type { Services } from '../services';
import { settingsSection } from '../settings';
import { openPage } from '../views/webviewPage';
import { webviewPort } from '../views/webviewPort';
import { throttled } from '../throttled';
import { typeThresholds } from './typeThresholds';

/** While scores come in, often enough to look steady, and seldom enough to leave the window time for the rest. */
const scoresIntervalMs = 120;
const readyTimeoutMs = 10_000;

/** The Heads view: what its webview shows and asks for. */
export class HeadsPanel implements WebviewViewProvider, Disposable {
  #view: WebviewView | null = null;
  #app: Client<HeadsApp> | null = null;
  #isReady = false;
  #whenReady: (() => void)[] = [];
  #connection: Disposable = Disposable.from();

  constructor(
    private readonly services: () => Services,
    private readonly extensionUri: Uri,
  ) {}

  resolveWebviewView(view: WebviewView): void {
    this.#connection.dispose();
    const port = webviewPort(view.webview);
    this.#view = view;
    this.#app = connect<HeadsApp>(port);
    serve<HeadsHost>(port, this.handlers());
    this.#connection = Disposable.from(
      { dispose: () => port.close() },
      view.onDidChangeVisibility(() => this.seen(view.visible)),
      view.onDidDispose(() => this.forget(view)),
      ...this.subscribe(),
    );
    openPage(view.webview, this.extensionUri, 'heads', l10n.t('Heads'));
    this.seen(view.visible);
  }

  /** Brings the panel to front, wherever the person has put it. */
  async focus(): Promise<void> {
    await commands.executeCommand('modelCircuits.heads.focus');
  }

  /** Saves the ranking or the heat map as the panel shows it. */
  async export(format: ExportFormat): Promise<void> {
    if (!this.#isReady) {
      const ready = new Promise<void>(resolve => this.#whenReady.push(resolve));
      const timeout = new Promise<void>(resolve => setTimeout(resolve, readyTimeoutMs));
      await this.focus();
      await Promise.race([ready, timeout]);
    }
    if (!this.#app || !this.#isReady) throw new AppError('internal', l10n.t('The Heads view did not open.'));
    await saveFile(await this.#app.exportFile({ format }));
  }

  dispose(): void {
    this.#connection.dispose();
  }

  private seen(isVisible: boolean): void {
    // Its page is gone while it is hidden, and asks for everything when it is back.
    if (!isVisible) this.#isReady = false;
    this.services().headScores.setWatched(isVisible);
  }

  private forget(view: WebviewView): void {
    // Moved to another place it was made anew before the old one went.
    if (this.#view !== view) return;
    this.seen(false);
    this.#connection.dispose();
    this.#view = null;
    this.#app = null;
  }

  private subscribe(): Disposable[] {
    const { checkpoints, headScores, headLabels, view } = this.services();
    const showScores = throttled(() => this.send(this.scores()), scoresIntervalMs);
    const showModel = (): void => this.send(this.model());
    return [
      new Disposable(showScores.dispose),
      headScores.onDidChange(() => showScores.call()),
      checkpoints.onDidChangeActive(showModel),
      checkpoints.onDidChangeList(showModel),
      view.onDidChange(() => this.send(this.surroundings())),
      headLabels.onDidChange(() => this.send({ labels: this.labels() })),
      workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration(`${settingsSection}.heads`)) this.send(this.surroundings());
      }),
    ];
  }

  private handlers(): Handlers<HeadsHost> {
    const { headScores, view } = this.services();
    const done = async (work: PromiseLike<unknown>): Promise<null> => {
      await work;
      return null;
    };
    return {
      ready: () => {
        this.#isReady = true;
        this.send({ ...this.model(), ...this.scores(), ...this.surroundings() });
        for (const resolve of this.#whenReady.splice(0)) resolve();
        return null;
      },
      // Told as it comes; how it ends is part of what is shown.
      score: ({ underAblation }) => {
        void headScores.score({ underAblation });
        return null;
      },
      cancelScores: () => {
        headScores.cancel();
        return null;
      },
      showHeads: ({ heads }) => {
        view.set({ heads });
        return null;
      },
      ablate: ({ heads }) => done(commands.executeCommand('modelCircuits.ablateHeads', formatHeads(heads))),
      restore: () => {
        view.set({ ablation: null });
        return null;
      },
      label: ({ head }) => done(commands.executeCommand('modelCircuits.labelHead', { heads: formatHead(head) })),
      copy: ({ text }) => done(env.clipboard.writeText(text)),
      save: file => done(saveFile(file)),
      chooseCheckpoint: () => done(commands.executeCommand('modelCircuits.checkpoints.focus')),
      explain: () =>
        done(
          commands.executeCommand('markdown.showPreview', Uri.joinPath(this.extensionUri, 'media', 'head-scores.md')),
        ),
    };
  }

  private send(parts: Partial<HeadsState>): void {
    if (this.#isReady) this.#app?.show(parts).catch(() => undefined);
  }

  private model(): Pick<HeadsState, 'checkpoint' | 'grid'> {
    const { checkpoints, headScores } = this.services();
    const { grid } = headScores;
    const checkpoint = checkpoints.activeTitle;
    if (this.#view) {
      const size = grid ? ` · ${grid.layers} × ${grid.heads}` : '';
      this.#view.description = checkpoint === null ? '' : `${checkpoint}${size}`;
    }
    return { checkpoint, grid: grid && { layers: grid.layers, heads: grid.heads } };
  }

  private scores(): Partial<HeadsState> {
    const { clean, ablated } = this.services().headScores;
    return { ...this.model(), clean: clean.state, ablated: ablated?.state ?? null, labels: this.labels() };
  }

  private labels(): HeadsState['labels'] {
    const { headLabels, headScores } = this.services();
    // They belong to the weights, which are known once those have been read.
    return headScores.loaded ? headLabels.of(headScores.loaded.checkpoint.weightsId) : [];
  }

  private surroundings(): Partial<HeadsState> {
    const { heads, ablation } = this.services().view.values;
    return { shown: heads, ablation, thresholds: typeThresholds() };
  }
}
