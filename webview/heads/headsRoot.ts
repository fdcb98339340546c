import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { HeadsApp, HeadsHost } from '../../src/shared/contracts/headsViewContract';
import { AppError } from '../../src/shared/errors';
import type { Handlers } from '../../src/shared/rpc/rpc';
import { choicesStyle } from '../base/choicesStyle';
import type { KeyRow } from '../base/keys';
import { keysStyle } from '../base/keysHelp';
import { onResize } from '../base/onResize';
import { statusLineStyle } from '../base/statusLine';
import { baseStyle } from '../base/styles';
import type { Theme } from '../base/theme';
import { ViewApp } from '../base/viewApp';
import { headsActions, type HeadsElements } from './headsActions';
import { headsBody } from './headsBody';
import { exportedFile } from './headsExport';
import { headsKeyRows } from './headsKeys';
import { headsSizes } from './headsSizes';
import { headsStyle } from './headsStyle';
import { HeadsViewState } from './headsViewState';
import { keepFocus } from './keepFocus';
import { emptyHeads } from './notices';

/** The heads view: a heat map of all heads, and their ranking. */
export class HeadsRoot extends ViewApp<HeadsHost, HeadsApp> {
  readonly #view = new HeadsViewState(this, { width: window.innerWidth, height: window.innerHeight });
  readonly #elements: HeadsElements = {
    revealInMap: head => this.renderRoot.querySelector('model-circuits-head-map')?.reveal(head),
    revealInRanking: head => this.renderRoot.querySelector('model-circuits-ranking')?.reveal(head),
    focusFilter: () => this.renderRoot.querySelector<HTMLElement>('#filter')?.focus(),
    openMenu: context => this.setMenuContext(context),
  };
  readonly #actions = headsActions(this.#view, this, this.#elements);

  static override readonly styles = [baseStyle, choicesStyle, keysStyle, statusLineStyle, headsStyle, headsSizes];

  constructor() {
    super();
    onResize(this, () => this.#view.resize(this.clientWidth, this.clientHeight));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    keepFocus(this.renderRoot);
  }

  protected override handlers(): Handlers<HeadsApp> {
    return {
      show: parts => {
        const { isOtherModel, reveal } = this.#view.receive(parts);
        if (isOtherModel) this.renderRoot.querySelector('model-circuits-ranking')?.toStart();
        if (reveal !== null) void this.updateComplete.then(() => this.#elements.revealInRanking(reveal));
      },
      exportFile: ({ format }) => {
        const { data, arrangement } = this.#view;
        const scene = this.#view.scene();
        if (!data || !scene) throw new AppError('bad-input', l10n.t('There are no scores yet.'));
        return exportedFile(format, data, scene, arrangement.filter, this.backgroundTheme);
      },
    };
  }

  protected override ready(): Promise<unknown> {
    return this.host.ready(null);
  }

  protected override keyRows(): readonly KeyRow[] {
    return this.#view.scene() ? headsKeyRows(this.#actions) : [];
  }

  protected override content(): TemplateResult | typeof nothing {
    const { data, arrangement, selection, isChoosingColumns, width, height } = this.#view;
    if (!data) return nothing;
    const scene = this.#view.scene();
    const { chooseCheckpoint, score } = this.#actions;
    return html`${
      data.checkpoint !== null && scene
        ? headsBody({
            state: data,
            scene,
            selection,
            filter: arrangement.filter,
            isChoosingColumns,
            width,
            height,
            theme: this.backgroundTheme,
            actions: this.#actions,
            onKeys: this.toggleKeys,
          })
        : emptyHeads(data.checkpoint, data.clean.phase, chooseCheckpoint, score)
    }
    ${this.statusLine()}`;
  }

  /** The theme with the background of the side bar, which the view has instead of the editor's. */
  private get backgroundTheme(): Theme {
    const style = getComputedStyle(document.documentElement);
    const background = style.getPropertyValue('--vscode-sideBar-background').trim();
    return { ...this.theme, background: background === '' ? this.theme.background : background };
  }
}

customElements.define('model-circuits-heads', HeadsRoot);

declare global {
  interface HTMLElementTagNameMap {
    'model-circuits-heads': HeadsRoot;
  }
}
