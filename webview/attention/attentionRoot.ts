import { html, nothing, type TemplateResult } from 'lit';
import type { AttentionViewApp, AttentionViewHost } from '../../src/shared/contracts/attentionViewContract';
import type { Handlers } from '../../src/shared/rpc/rpc';
import { choicesStyle } from '../base/choicesStyle';
import type { KeyRow } from '../base/keys';
import { keysStyle } from '../base/keysHelp';
import type { MenuContext } from '../base/menuContext';
import { onResize } from '../base/onResize';
import { baseStyle } from '../base/styles';
import { ViewApp } from '../base/viewApp';
import { attentionBody } from './attentionBody';
import { AttentionController } from './attentionController';
import { exportPicture } from './attentionExport';
import { attentionHeader } from './attentionHeader';
import { attentionKeyRows } from './attentionKeys';
import { attentionStyle } from './attentionStyle';
import { emptyView } from './emptyView';
import { HeadGridView } from './grid/headGridView';
import { narrowLayout } from './narrowLayout';
import { PatternView } from './pattern/patternView';

const minWide = 1100;

/** The attention view: one document's text with attention over it, all heads, one pattern, one token. */
export class AttentionRoot extends ViewApp<AttentionViewHost, AttentionViewApp> {
  readonly #controller = new AttentionController(this);
  #isWide = false;

  static override readonly styles = [baseStyle, choicesStyle, keysStyle, attentionStyle, narrowLayout];

  constructor() {
    super();
    onResize(this, () => {
      const isWide = this.clientWidth >= minWide;
      if (isWide !== this.#isWide) this.requestUpdate();
      this.#isWide = isWide;
    });
  }

  protected override handlers(): Handlers<AttentionViewApp> {
    return {
      show: parts => this.#controller.receive(parts),
      exportPicture: wanted =>
        exportPicture(
          wanted,
          this.#controller.state,
          this.#controller.scene(),
          this.#controller.thumbnails,
          this.theme,
        ),
    };
  }

  protected override ready(): Promise<unknown> {
    return this.host.ready({ hadPass: this.kept().hadPass === true });
  }

  protected override mainClass(): string {
    return 'attention';
  }

  protected override keyRows(): readonly KeyRow[] {
    if (!this.#controller.state?.pass) return [];
    return attentionKeyRows(this.#controller, key => {
      this.renderRoot.querySelector('model-circuits-pattern')?.zoomBy(key);
    });
  }

  protected override menuContext(event: MouseEvent): MenuContext {
    const path = event.composedPath();
    const grid = path.find(target => target instanceof HeadGridView);
    if (grid) return this.#controller.menuContext('head', grid.headFor(event));
    const isInPattern = path.some(target => target instanceof PatternView);
    return this.#controller.menuContext(isInPattern ? 'pattern' : 'text', null);
  }

  protected override content(): TemplateResult | typeof nothing {
    const controller = this.#controller;
    const { state } = controller;
    if (!state) return nothing;
    const now = controller.scene();
    return html`${attentionHeader({
      controller,
      state,
      shown: now?.shown ?? null,
      theme: this.theme,
      status: this.statusLine('notice hint'),
      onKeys: this.toggleKeys,
    })}
    ${now ? attentionBody({ controller, state, now, theme: this.theme, isWide: this.#isWide }) : emptyView(state, controller.run)}`;
  }

  override updated(): void {
    this.#controller.prefetch();
  }
}

customElements.define('model-circuits-attention', AttentionRoot);

declare global {
  interface HTMLElementTagNameMap {
    'model-circuits-attention': AttentionRoot;
  }
}
