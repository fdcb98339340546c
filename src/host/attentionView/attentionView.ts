import {
  commands,
  Disposable,
  env,
  window,
  workspace,
  type LogOutputChannel,
  type TextDocument,
  type Uri,
  type Webview,
} from 'vscode';
import type { EngineContract, PassSpec } from '../../shared/contracts/engineContract';
import { cancelled } from '../../shared/errors';
import { formatHeads, sameHeads } from '../../shared/heads';
import { connect, serve, type Client, type Handlers } from '../../shared/rpc/rpc';
import type { ScoreSet } from '../../shared/scores';
import type {
  AttentionViewApp,
  AttentionViewHeads,
  AttentionViewHost,
  AttentionViewPicture,
  AttentionViewState,
  SharedView,
} from '../../shared/contracts/attentionViewContract';
import type { CheckpointStore } from '../checkpoints/checkpointStore';
import type { DocumentPass } from '../documents/documentPass';
import { queryTokens, tokenPlace } from '../documents/tokenPlaces';
import type { DocumentPasses } from '../documents/documentPasses';
import type { DocumentRunner } from '../documents/documentRunner';
import type { ViewState } from '../documents/viewState';
import type { HeadLabels } from '../heads/headLabels';
import type { HeadScoreStore } from '../heads/headScoreStore';
import { typeThresholdsSection } from '../heads/typeThresholds';
import { fileName } from '../ui/fileName';
import { logFailedShow } from '../ui/logFailedShow';
import { moveCursor } from '../ui/moveCursor';
import { saveFile } from '../ui/saveFile';
import { setAggregate, setting, settingId } from '../ui/settings';
import { attentionViewAblation, attentionViewHeads, attentionViewPass, attentionViewText } from './attentionViewState';
import { readViewChanges } from './readViewChanges';
import { openPage } from '../ui/webviewPage';
import { webviewPort } from '../ui/webviewPort';

/** What an attention view needs of the rest of the host. */
export interface AttentionViewSources {
  readonly engine: Client<EngineContract>;
  readonly checkpoints: Pick<CheckpointStore, 'activeTitle' | 'onDidChangeActive'>;
  readonly documentPasses: Pick<DocumentPasses, 'get' | 'onDidChange'>;
  readonly documentRunner: Pick<DocumentRunner, 'run' | 'isRunning' | 'onDidChangeRunning'>;
  readonly headScores: Pick<HeadScoreStore, 'clean' | 'loaded' | 'onDidChange'>;
  readonly headLabels: Pick<HeadLabels, 'of' | 'onDidChange'>;
  readonly view: Pick<ViewState, 'values' | 'set' | 'onDidChange'>;
  readonly log: Pick<LogOutputChannel, 'warn'>;
}

/** Attention over one document, in the webview of a panel or of a custom editor. */
export class AttentionView implements Disposable {
  readonly #app: Client<AttentionViewApp>;
  readonly #subscriptions: Disposable;
  #document: TextDocument;
  #isReady = false;
  #isDisposed = false;
  /** The pass that the webview shows, and its number there. */
  #shown: DocumentPass | null = null;
  #passId = 0;
  /** The text that the webview shows. */
  #text: { readonly spec: PassSpec; readonly version: number } | null = null;
  /** The scores that the webview has. */
  #scores: ScoreSet | null = null;

  constructor(
    private readonly sources: AttentionViewSources,
    webview: Webview,
    extensionUri: Uri,
    document: TextDocument,
  ) {
    this.#document = document;
    const port = webviewPort(webview);
    this.#app = connect<AttentionViewApp>(port);
    serve<AttentionViewHost>(port, this.handlers());
    this.#subscriptions = Disposable.from({ dispose: () => port.close() }, ...this.subscribe());
    openPage(webview, extensionUri, 'attention', fileName(document));
  }

  get document(): TextDocument {
    return this.#document;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscriptions.dispose();
  }

  private subscribe(): Disposable[] {
    const { documentPasses, documentRunner, checkpoints, headScores, headLabels, view } = this.sources;
    return [
      documentPasses.onDidChange(changed => this.isOurs(changed) && this.showPass()),
      documentRunner.onDidChangeRunning(changed => this.isOurs(changed) && this.send({ isRunning: this.isRunning })),
      view.onDidChange(() => this.send({ view: this.view() })),
      workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration(settingId('overlay.aggregate'))) this.send({ view: this.view() });
        if (event.affectsConfiguration(typeThresholdsSection)) this.send({ heads: this.heads() });
      }),
      headScores.onDidChange(() => headScores.clean.set !== this.#scores && this.send({ heads: this.heads() })),
      headLabels.onDidChange(() => this.send({ heads: this.heads() })),
      checkpoints.onDidChangeActive(() => this.send({ checkpoint: checkpoints.activeTitle })),
      window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (this.isOurs(textEditor.document)) this.send({ cursor: this.cursor() });
      }),
      workspace.onDidCloseTextDocument(closed => void (this.isOurs(closed) && this.reopen())),
    ];
  }

  private handlers(): Handlers<AttentionViewHost> {
    const { engine, view } = this.sources;
    return {
      ready: ({ hadPass }) => {
        this.#isReady = true;
        this.showAll();
        // Before the window was reloaded, the page showed a pass.
        if (hadPass && !this.#shown && !this.isRunning) void this.run();
      },
      attention: ({ passId, heads, pairValue, reduce }, { signal }) => {
        const { spec, attention } = this.requirePass(passId);
        const isHeld = pairValue === 'attention' && attention.reduce === reduce && sameHeads(attention.heads, heads);
        return isHeld ? attention.summary : engine.attention({ pass: spec, heads, pairValue, reduce }, { signal });
      },
      tiles: ({ passId, heads, pairValue }, { signal }) =>
        engine.tiles({ pass: this.requirePass(passId).spec, heads, pairValue }, { signal }),
      thumbnails: ({ passId }, { signal }) => engine.thumbnails({ pass: this.requirePass(passId).spec }, { signal }),
      view: async sent => {
        const { reduce, ...changes } = readViewChanges(sent);
        view.set(changes);
        if (reduce) await setAggregate(reduce);
      },
      lock: ({ token }) => {
        const place = this.#shown && tokenPlace(this.#shown, token);
        if (place) moveCursor(this.#document, place.start);
      },
      run: () => this.run(),
      ablate: async ({ heads }) => {
        await commands.executeCommand('modelCircuits.ablateHeads', formatHeads(heads));
      },
      restore: () => view.set({ ablation: null }),
      selectHeads: async () => {
        await commands.executeCommand('modelCircuits.selectHeads');
      },
      copy: async ({ text }) => {
        await env.clipboard.writeText(text);
      },
    };
  }

  /** Asks the user for a path, and saves a picture as the attention view shows it. */
  async export(wanted: AttentionViewPicture): Promise<void> {
    await saveFile(await this.#app.exportPicture(wanted));
  }

  private isOurs(document: TextDocument): boolean {
    return document.uri.toString() === this.#document.uri.toString();
  }

  private get isRunning(): boolean {
    return this.sources.documentRunner.isRunning(this.#document);
  }

  /** Runs the model again around its old anchor. A first run is around the cursor. */
  run(): Promise<void> {
    const editor = window.visibleTextEditors.find(({ document }) => this.isOurs(document));
    const cursor = editor ? this.#document.offsetAt(editor.selection.start) : 0;
    return this.sources.documentRunner.run(this.#document, this.#shown?.anchor ?? cursor);
  }

  /** Opens the document again after its last editor was closed: the attention view stays open. */
  private async reopen(): Promise<void> {
    const hadPass = this.#shown !== null;
    if (this.#document.isUntitled) return;
    try {
      this.#document = await workspace.openTextDocument(this.#document.uri);
    } catch {
      // The file is gone. Its pass was deleted with the document.
      return;
    }
    if (hadPass && !this.#isDisposed) await this.run();
  }

  private showAll(): void {
    this.#shown = null;
    this.#text = null;
    const { checkpoints } = this.sources;
    this.send({
      documentUri: this.#document.uri.toString(),
      documentName: fileName(this.#document),
      checkpoint: checkpoints.activeTitle,
      isRunning: this.isRunning,
      view: this.view(),
      pass: null,
      text: null,
      ablated: null,
      heads: this.heads(),
    });
    this.showPass();
  }

  private showPass(): void {
    const before = this.#shown;
    const documentPass = this.sources.documentPasses.get(this.#document);
    this.#shown = documentPass;
    if (!documentPass) {
      this.#text = null;
      return this.send({ pass: null, text: null, ablated: null });
    }
    this.send({
      ...(documentPass.spec === before?.spec
        ? {}
        : { pass: attentionViewPass(documentPass, ++this.#passId), heads: this.heads() }),
      ...(documentPass.ablated === before?.ablated
        ? {}
        : { ablated: documentPass.ablated && attentionViewAblation(documentPass.ablated) }),
      ...(this.isTextKnown(documentPass) ? {} : { text: attentionViewText(documentPass) }),
      cursor: this.cursor(),
    });
  }

  /** True if the page has this text. Other heads and ablations do not change it, and the page keeps its 500 elements. */
  private isTextKnown({ spec, document: { version } }: DocumentPass): boolean {
    const isKnown = this.#text?.spec === spec && this.#text.version === version;
    this.#text = { spec, version };
    return isKnown;
  }

  private send(parts: Partial<AttentionViewState>): void {
    // A page gets everything when it becomes ready.
    if (this.#isReady) logFailedShow(this.#app.show(parts), this.sources.log);
  }

  private view(): SharedView {
    const { heads, direction, hideStart } = this.sources.view.values;
    return { heads, direction, hideStart, reduce: setting('overlay.aggregate') };
  }

  /** Types, scores and labels of the heads of the model that was run, which may no longer be the active one. */
  private heads(): AttentionViewHeads {
    const { headScores, headLabels } = this.sources;
    const weightsId = this.#shown?.loaded.checkpoint.weightsId;
    if (weightsId === undefined) return { types: null, prefixMatching: null, labels: [] };
    const isScored = headScores.loaded?.checkpoint.weightsId === weightsId;
    this.#scores = headScores.clean.set;
    return attentionViewHeads(isScored ? this.#scores : null, headLabels.of(weightsId));
  }

  /** The tokens under the cursors of the document's editor. */
  private cursor(): number[] {
    const editor = window.visibleTextEditors.find(({ document }) => this.isOurs(document));
    return editor && this.#shown ? queryTokens(editor, this.#shown) : [];
  }

  /** The pass of this number. Throws `cancelled` if the webview asks about one that another has replaced. */
  private requirePass(passId: number): DocumentPass {
    if (!this.#shown || passId !== this.#passId) throw cancelled();
    return this.#shown;
  }
}
