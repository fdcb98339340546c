import { env, l10n, type Disposable, type LogOutputChannel, type Uri, type Webview } from 'vscode';
import type { EngineContract, ImportedAttention } from '../../shared/contracts/engineContract';
import type {
  AttentionViewApp,
  AttentionViewHost,
  AttentionViewPicture,
  AttentionViewState,
  SharedView,
} from '../../shared/contracts/attentionViewContract';
import { AppError } from '../../shared/errors';
import { connect, serve, type Client, type Handlers, type Port } from '../../shared/rpc/rpc';
import { fileName } from '../ui/fileName';
import { logFailedShow } from '../ui/logFailedShow';
import { saveFile } from '../ui/saveFile';
import { openPage } from '../ui/webviewPage';
import { webviewPort } from '../ui/webviewPort';
import { importedPass, importedText } from './importedAttentionState';
import { readViewChanges } from './readViewChanges';

export interface ImportedAttentionSources {
  readonly engine: Client<EngineContract>;
  readonly log: Pick<LogOutputChannel, 'warn'>;
}

/** A file holds one pass. */
const passId = 1;

/** Attention from a file of another tool in the attention view: read-only, and by itself, since no text editor shows it. */
export class ImportedAttentionView implements Disposable {
  readonly #app: Client<AttentionViewApp>;
  readonly #port: Port;
  readonly #name: string;
  #view: SharedView = { heads: [{ layer: 0, head: 0 }], reduce: 'mean', direction: 'from', hideStart: false };

  constructor(
    private readonly sources: ImportedAttentionSources,
    webview: Webview,
    extensionUri: Uri,
    private readonly uri: Uri,
    private readonly attention: ImportedAttention,
  ) {
    this.#name = fileName(uri);
    this.#port = webviewPort(webview);
    this.#app = connect<AttentionViewApp>(this.#port);
    serve<AttentionViewHost>(this.#port, this.handlers());
    openPage(webview, extensionUri, 'attention', this.#name);
  }

  dispose(): void {
    this.#port.close();
  }

  /** Asks the user for a path, and saves a picture as the view shows it. */
  async export(wanted: AttentionViewPicture): Promise<void> {
    await saveFile(await this.#app.exportPicture(wanted));
  }

  private handlers(): Handlers<AttentionViewHost> {
    const { engine } = this.sources;
    const path = this.uri.fsPath;
    const needsModel = (): never => {
      throw new AppError('bad-input', l10n.t('{0} has attention alone: a model is needed for this.', this.#name));
    };
    return {
      ready: () => this.showAll(),
      attention: ({ heads, reduce }, { signal }) => engine.importedAttention({ path, heads, reduce }, { signal }),
      tiles: ({ heads }, { signal }) => engine.importedTiles({ path, heads }, { signal }),
      thumbnails: (_params, { signal }) => engine.importedThumbnails({ path }, { signal }),
      view: changes => {
        this.#view = { ...this.#view, ...readViewChanges(changes) };
        this.send({ view: this.#view });
      },
      lock: () => undefined,
      selectHeads: () => {
        throw new AppError(
          'bad-input',
          l10n.t('Choose heads in the grid, with Ctrl or ⌘ for several, or with [ and ].'),
        );
      },
      copy: async ({ text }) => {
        await env.clipboard.writeText(text);
      },
      run: needsModel,
      ablate: needsModel,
      restore: needsModel,
    };
  }

  private showAll(): void {
    this.send({
      documentUri: this.uri.toString(),
      documentName: this.#name,
      checkpoint: null,
      isRunning: false,
      view: this.#view,
      pass: importedPass(this.#name, this.attention, passId),
      text: importedText(this.attention),
      cursor: [],
      ablated: null,
      heads: { types: null, prefixMatching: null, labels: [] },
    });
  }

  private send(parts: Partial<AttentionViewState>): void {
    logFailedShow(this.#app.show(parts), this.sources.log);
  }
}
