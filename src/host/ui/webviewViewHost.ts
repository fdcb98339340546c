import {
  commands,
  Disposable,
  l10n,
  TextEditorSelectionChangeKind,
  window,
  type Uri,
  type WebviewView,
  type WebviewViewProvider,
} from 'vscode';
import { AppError } from '../../shared/errors';
import { connect, serve, type Client, type Handlers } from '../../shared/rpc/rpc';
import { openPage, type AppName } from './webviewPage';
import { webviewPort } from './webviewPort';

const readyTimeoutMs = 10_000;

/** What makes one view of the sidebar. */
export interface WebviewViewHostOptions<HostContract> {
  /** As package.json has it. */
  readonly viewId: string;
  /** dist/<bundle>.js */
  readonly bundle: AppName;
  readonly title: string;
  readonly extensionUri: Uri;
  readonly handlers: () => Handlers<HostContract>;
  /** Everything that the page has to be sent when it is ready. */
  readonly sendAll: () => void;
  /** Listens for what the page shows, for as long as there is one. */
  readonly subscribe: () => Disposable[];
  readonly onVisible?: (isVisible: boolean) => void;
}

/** A webview in a view container: made anew whenever it is seen again, or moved elsewhere. */
export class WebviewViewHost<HostContract, AppContract> implements WebviewViewProvider, Disposable {
  #view: WebviewView | null = null;
  #app: Client<AppContract> | null = null;
  #isReady = false;
  #whenReady: (() => void)[] = [];
  #connection: Disposable = Disposable.from();

  constructor(private readonly options: WebviewViewHostOptions<HostContract>) {}

  resolveWebviewView(view: WebviewView): void {
    const { bundle, title, extensionUri, handlers, subscribe } = this.options;
    this.#connection.dispose();
    const port = webviewPort(view.webview);
    this.#view = view;
    this.#app = connect<AppContract>(port);
    serve<HostContract>(port, handlers());
    this.#connection = Disposable.from(
      { dispose: () => port.close() },
      view.onDidChangeVisibility(() => this.seen(view.visible)),
      view.onDidDispose(() => this.forget(view)),
      ...subscribe(),
    );
    openPage(view.webview, extensionUri, bundle, title);
    this.seen(view.visible);
  }

  /** The page, while it can be sent something. */
  get app(): Client<AppContract> | null {
    return this.#isReady ? this.#app : null;
  }

  set description(text: string) {
    if (this.#view) this.#view.description = text;
  }

  /** For the handler of the page's `ready`. */
  ready(): void {
    this.#isReady = true;
    this.options.sendAll();
    for (const resolve of this.#whenReady.splice(0)) resolve();
  }

  /** Brings the view to front, wherever the person has put it. */
  async focus(): Promise<void> {
    await commands.executeCommand(`${this.options.viewId}.focus`);
  }

  /**
   * Does what the page asked for and takes the focus for a while, a quick pick or an input: VS Code gives it back to the
   * editor, and this to the page, where it is as it was. Who has gone to an editor meanwhile stays there.
   */
  async lendFocus(work: PromiseLike<unknown>): Promise<void> {
    const meanwhile = { hasLeft: false };
    const watching = Disposable.from(
      window.onDidChangeActiveTextEditor(() => (meanwhile.hasLeft = true)),
      window.onDidChangeTextEditorSelection(({ kind }) => {
        if (kind === TextEditorSelectionChangeKind.Mouse) meanwhile.hasLeft = true;
      }),
    );
    try {
      await work;
    } finally {
      watching.dispose();
    }
    if (!meanwhile.hasLeft && this.#view?.visible) await this.focus();
  }

  /** The page, opened where it is not. */
  async opened(): Promise<Client<AppContract>> {
    if (!this.#isReady) {
      const ready = new Promise<void>(resolve => this.#whenReady.push(resolve));
      const timeout = new Promise<void>(resolve => setTimeout(resolve, readyTimeoutMs));
      await this.focus();
      await Promise.race([ready, timeout]);
    }
    if (!this.app) throw new AppError('internal', l10n.t('The view "{0}" did not open.', this.options.title));
    return this.app;
  }

  dispose(): void {
    this.#connection.dispose();
  }

  private seen(isVisible: boolean): void {
    // Its page is gone while it is hidden, and asks for everything when it is back.
    if (!isVisible) this.#isReady = false;
    this.options.onVisible?.(isVisible);
  }

  private forget(view: WebviewView): void {
    // Moved to another place it was made anew before the old one went.
    if (this.#view !== view) return;
    this.seen(false);
    this.#connection.dispose();
    this.#view = null;
    this.#app = null;
  }
}
