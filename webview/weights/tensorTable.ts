import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { byteSize } from '../../src/shared/byteSize';
import type { TensorEntry } from '../../src/shared/weightsFile';
import { noop } from '../base/noop';
import { onResize } from '../base/onResize';
import { baseStyle } from '../base/styles';
import { rowAfterKey } from '../base/table/rowKeys';
import { rowHeight, rowWindow, scrollTo } from '../base/table/rowWindow';
import { shapeText } from './shapeText';
import { tensorTableStyle } from './tensorTableStyle';

const headerHeight = 24;

/** The tensors of a file as a table, of which the page holds only the rows in sight. It has one tab stop. */
export class TensorTable extends LitElement {
  @property({ attribute: false }) accessor tensors: readonly TensorEntry[] = [];
  /** The name of the tensor that the user is at. */
  @property({ attribute: false }) accessor current: string | null = null;
  @property({ attribute: false }) accessor onMove: (tensor: TensorEntry) => void = noop;
  @property({ attribute: false }) accessor onOpen: (tensor: TensorEntry) => void = noop;
  @state() private accessor scrolled = 0;
  @state() private accessor seenHeight = 600;

  static override readonly styles = [baseStyle, tensorTableStyle];

  constructor() {
    super();
    onResize(this, () => (this.seenHeight = this.clientHeight - headerHeight));
  }

  override render(): TemplateResult {
    const { tensors, current } = this;
    const { first, end } = rowWindow(this.scrolled, this.seenHeight, tensors.length);
    const at = tensors.findIndex(({ name }) => name === current);
    return html`<div
      class="scroll"
      role="grid"
      tabindex="0"
      aria-label=${l10n.t('Tensors')}
      aria-rowcount=${tensors.length + 1}
      aria-colcount="4"
      aria-activedescendant=${at >= first && at < end ? `row-${at}` : nothing}
      @scroll=${this.onScroll}
      @keydown=${this.onKey}
    >
      <div role="rowgroup" class="header">
        <div role="row" class="cells" aria-rowindex="1">
          <div role="columnheader">${l10n.t('Name')}</div>
          <div role="columnheader" class="number">${l10n.t('Shape')}</div>
          <div role="columnheader">${l10n.t('Dtype')}</div>
          <div role="columnheader" class="number">${l10n.t('Size')}</div>
        </div>
      </div>
      <div role="rowgroup" .style=${`height: ${tensors.length * rowHeight}px`} @click=${this.onClick}>
        <div role="presentation" .style=${`transform: translateY(${first * rowHeight}px)`}>
          ${tensors.slice(first, end).map((tensor, offset) => this.row(tensor, first + offset, first + offset === at))}
        </div>
      </div>
      ${tensors.length === 0 ? html`<p class="nothing muted">${l10n.t('No tensor fits the filter.')}</p>` : nothing}
    </div>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('current')) this.reveal();
  }

  private row({ name, dtype, shape, bytes }: TensorEntry, place: number, isCurrent: boolean): TemplateResult {
    return html`<div
      role="row"
      id=${`row-${place}`}
      class="cells row ${isCurrent ? 'current' : ''}"
      data-place=${place}
      aria-rowindex=${place + 2}
      aria-selected=${isCurrent}
    >
      <div role="gridcell" class="name clip" title=${name}>${name}</div>
      <div role="gridcell" class="number">${shapeText(shape)}</div>
      <div role="gridcell" class="muted">${dtype}</div>
      <div role="gridcell" class="number muted">${byteSize(bytes)}</div>
    </div>`;
  }

  private reveal(): void {
    const scroll = this.renderRoot.querySelector('.scroll');
    const at = this.tensors.findIndex(({ name }) => name === this.current);
    if (scroll && at >= 0) scroll.scrollTop = scrollTo(at, scroll.scrollTop, this.seenHeight);
  }

  private readonly onScroll = (event: Event): void => {
    if (event.target instanceof HTMLElement) this.scrolled = event.target.scrollTop;
  };

  private readonly onClick = (event: MouseEvent): void => {
    const row = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-place]') : null;
    const tensor = row ? this.tensors[Number(row.dataset.place)] : undefined;
    if (tensor) this.onOpen(tensor);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const { tensors } = this;
    if (tensors.length === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = tensors.findIndex(({ name }) => name === this.current);
    const to = rowAfterKey(event.key, at, tensors.length, this.seenHeight);
    const tensor = tensors[to ?? Math.max(0, at)];
    if (!tensor) return;
    if (to !== null) this.onMove(tensor);
    else if (event.key === 'Enter' || event.key === ' ') this.onOpen(tensor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

customElements.define('model-circuits-tensor-table', TensorTable);
