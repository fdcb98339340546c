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

/** What differs between the webview views. */
export interface WebviewViewHostOptions<HostContract> {
  /** The view's id in package.json. */
  readonly viewId: string;
  /** dist/<bundle>.js */
  readonly bundle: AppName;
  readonly title: string;
  readonly extensionUri: Uri;
  readonly handlers: () => Handlers<HostContract>;
  /** Sends the page everything that it shows. Called when the page is ready. */
  readonly sendAll: () => void;
  /** Subscribes to what the page shows. Disposed with the page. */
  readonly subscribe: () => Disposable[];
  readonly onVisible?: (isVisible: boolean) => void;
}

/** A webview in a view container. VS Code creates its page again whenever the view becomes visible or is moved. */
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
      view.onDidChangeVisibility(() => this.setVisible(view.visible)),
      view.onDidDispose(() => this.forget(view)),
      ...subscribe(),
    );
    openPage(view.webview, extensionUri, bundle, title);
    this.setVisible(view.visible);
  }

  /** The page; null while it is not ready to receive anything. */
  get app(): Client<AppContract> | null {
    return this.#isReady ? this.#app : null;
  }

  set description(text: string) {
    if (this.#view) this.#view.description = text;
  }

  /** To be called by the handler of the page's `ready`. */
  ready(): void {
    this.#isReady = true;
    this.options.sendAll();
    for (const resolve of this.#whenReady.splice(0)) resolve();
  }

  /** Shows the view and gives it the focus, wherever the user has moved it. */
  async focus(): Promise<void> {
    await commands.executeCommand(`${this.options.viewId}.focus`);
  }

  /**
   * Waits for work that the page asked for and that takes the focus, such as a quick pick. Afterwards VS Code gives the
   * focus to the editor; this gives it back to the page, unless the user has gone to an editor meanwhile.
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

  /** The page, which is opened first if it is not ready. Rejects with `internal` if that takes too long. */
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

  private setVisible(isVisible: boolean): void {
    // The page of a hidden view is gone. It asks for everything when it is back.
    if (!isVisible) this.#isReady = false;
    this.options.onVisible?.(isVisible);
  }

  private forget(view: WebviewView): void {
    // When the user moves a view, VS Code creates the new one before it disposes the old one.
    if (this.#view !== view) return;
    this.setVisible(false);
    this.#connection.dispose();
    this.#view = null;
    this.#app = null;
  }
}
