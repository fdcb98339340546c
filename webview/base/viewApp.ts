import { LitElement } from 'lit';
import { clientOf, callsOver, serve, type Client, type Handlers } from '../../src/shared/rpc/rpc';
import { extensionHostPort } from './extensionHost';
import { pageStyle } from './styles';
import { onThemeChange, readTheme, type Theme } from './theme';

/**
 * The root element of a view: talks with the extension host by contract, and knows the theme. A subclass answers the
 * host's calls in `handlers` and calls `host`.
 */
export abstract class ViewApp<HostContract, AppContract> extends LitElement {
  protected readonly host: Client<HostContract>;
  protected theme: Theme = readTheme();

  constructor() {
    super();
    const port = extensionHostPort();
    this.host = clientOf<HostContract>(callsOver(port));
    serve<AppContract>(port, this.handlers());
    onThemeChange(() => {
      this.theme = readTheme();
      this.requestUpdate();
    });
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, pageStyle];
  }

  /** Called once, before the subclass's fields are set: it returns functions, which are called later. */
  protected abstract handlers(): Handlers<AppContract>;
}
