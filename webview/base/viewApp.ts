import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { asAppError } from '../../src/shared/errors';
import { connect, serve, type Client, type Handlers } from '../../src/shared/rpc/rpc';
import { defineControls } from './controls';
import { extensionHostPort, keepState, keptState } from './extensionHost';
import { isTyping, keyAction, type KeyRow } from './keys';
import { keysHelp } from './keysHelp';
import { menuContextText, type MenuContext } from './menuContext';
import { statusLine } from './statusLine';
import { pageStyle } from './styles';
import { onThemeChange, readTheme, type Theme } from './theme';
import type { ViewPage } from './viewPage';

/**
 * The shell of a view, its root element: the connection to the extension host, theme, keys and their help, the status
 * line, the context menu's data. A subclass answers the host in `handlers` and renders `content`. The page has one such
 * element for as long as it lives, so listeners are never removed.
 */
export abstract class ViewApp<HostContract, AppContract> extends LitElement implements ViewPage<HostContract> {
  readonly host: Client<HostContract>;
  theme: Theme = readTheme();
  #message: string | null = null;
  #showsKeys = false;
  readonly #port = extensionHostPort();

  constructor() {
    super();
    this.host = connect<HostContract>(this.#port);
  }

  /** What the host may call. Asked for once, when the element comes into the page. */
  protected abstract handlers(): Handlers<AppContract>;

  /** Says to the host that it can send the state. */
  protected abstract ready(): Promise<unknown>;

  /** What the view shows; `nothing` until the host has sent its state. */
  protected abstract content(): TemplateResult | typeof nothing;

  /** The view's keys, in the order of their help. The shell itself has `?`, and Esc while the help is shown. */
  protected keyRows(): readonly KeyRow[] {
    return [];
  }

  /** What a context menu opened by this event acts on. Without it there is none, until a component sets one. */
  protected menuContext?(event: MouseEvent): MenuContext | null;

  /** Classes of <main>, beside `contrast`. */
  protected mainClass(): string {
    return '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // In this order: the page's style sets variables for which the controls adopt a style sheet with defaults.
    defineControls();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, pageStyle];
    onThemeChange(() => {
      this.theme = readTheme();
      this.requestUpdate();
    });
    window.addEventListener('keydown', this.onKey);
    this.addEventListener('click', () => this.say(null), { capture: true });
    this.addEventListener('contextmenu', event => this.setMenuContext(this.menuContext?.(event) ?? null), {
      capture: true,
    });
    serve<AppContract>(this.#port, this.handlers());
    this.attempt(this.ready());
  }

  override render(): TemplateResult | typeof nothing {
    const content = this.content();
    if (content === nothing) return nothing;
    const contrast = this.theme.kind.startsWith('contrast') ? 'contrast' : '';
    return html`<main class="${this.mainClass()} ${contrast}">
      ${content} ${this.#showsKeys ? keysHelp(this.keyRows()) : nothing}
    </main>`;
  }

  say(message: string | null): void {
    if (message === this.#message) return;
    this.#message = message;
    this.requestUpdate();
  }

  attempt(call: Promise<unknown>): void {
    call.catch((thrown: unknown) => {
      const { reason, message } = asAppError(thrown);
      if (reason !== 'cancelled') this.say(message);
    });
  }

  kept(): Readonly<Record<string, unknown>> {
    return keptState();
  }

  keep(changes: Readonly<Record<string, unknown>>): void {
    keepState(changes);
  }

  /** The status line. The subclass renders it in its content. */
  protected statusLine(classes?: string): TemplateResult {
    return statusLine(this.#message, classes);
  }

  protected readonly toggleKeys = (): void => {
    this.#showsKeys = !this.#showsKeys;
    this.requestUpdate();
  };

  /** VS Code reads a menu's data from the page's own elements, not from inside of components: it stands on the root. */
  protected setMenuContext(context: MenuContext | null): void {
    if (context === null) delete this.dataset.vscodeContext;
    else this.dataset.vscodeContext = menuContextText(context);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (isTyping(event)) return;
    const action = keyAction(this.#showsKeys ? [this.helpRow('Escape'), ...this.keyRows()] : this.keyRows(), event);
    const act = action ?? keyAction([this.helpRow('?')], event);
    if (!act) return;
    event.preventDefault();
    this.say(null);
    act();
  };

  private helpRow(key: string): KeyRow {
    return { keys: key, what: '', actions: { [key]: this.toggleKeys } };
  }
}
