import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { noop } from '../../base/noop';
import { onResize } from '../../base/onResize';
import { baseStyle } from '../../base/styles';
import type { Theme } from '../../base/theme';
import { typeGlyph, typeName } from '../../base/typeGlyph';
import { columnName, type ScoreColumn, type SortKey } from './columns';
import type { HeadRow, HeadTable } from '../headTable';
import { moveKeyboardMenu } from '../keyboardMenu';
import { isSigned, recipeMeaning, recipeTitle } from '../recipeText';
import { rankingStyle } from './rankingStyle';
import type { Sort } from './ranking';
import { rowAfterKey } from '../../base/table/rowKeys';
import { rowHeight, rowWindow, scrollTo } from '../../base/table/rowWindow';
import { scoreCell } from './scoreCell';
import { choiceOf, type Choice } from '../selection';

const headerHeight = 24;
const columnGap = 8;
const sidePadding = 12;

/** The heads as a table, of which the page holds only the rows in sight. It has one tab stop; arrows go from row to row. */
export class RankingView extends LitElement {
  @property({ attribute: false }) accessor theme: Theme | null = null;
  @property({ attribute: false }) accessor table: HeadTable | null = null;
  /** In the order of the list. */
  @property({ attribute: false }) accessor rows: readonly HeadRow[] = [];
  @property({ attribute: false }) accessor columns: readonly ScoreColumn[] = [];
  /** Null while scores arrive: the rows are in model order. */
  @property({ attribute: false }) accessor sort: Sort | null = null;
  @property({ attribute: false }) accessor selected: ReadonlySet<number> = new Set();
  @property({ attribute: false }) accessor current: number | null = null;
  @property({ attribute: false }) accessor isWide = false;
  /** Whether the user's labels have a column. */
  @property({ attribute: false }) accessor showsLabels = false;
  @property({ attribute: false }) accessor emptyText = '';
  @property({ attribute: false }) accessor onSort: (by: SortKey) => void = noop;
  @property({ attribute: false }) accessor onChoose: (head: number, choice: Choice) => void = noop;
  @property({ attribute: false }) accessor onMove: (head: number) => void = noop;
  @property({ attribute: false }) accessor onMenu: (head: number, column: string | null) => void = noop;
  @state() private accessor scrolled = 0;
  @state() private accessor seenHeight = 600;

  static override readonly styles = [baseStyle, rankingStyle];

  constructor() {
    super();
    onResize(this, () => (this.seenHeight = this.clientHeight - headerHeight));
  }

  override render(): TemplateResult {
    const { rows, columns, current } = this;
    const { first, end } = rowWindow(this.scrolled, this.seenHeight, rows.length);
    const shown = rows.slice(first, end);
    const active = shown.find(({ index }) => index === current);
    return html`<div
      class="scroll ${this.isWide ? 'wide' : ''}"
      role="grid"
      tabindex="0"
      aria-label=${l10n.t('Ranking of heads')}
      aria-multiselectable="true"
      aria-rowcount=${rows.length + 1}
      aria-colcount=${columns.length + 2 + (this.showsLabels ? 1 : 0)}
      aria-activedescendant=${active ? rowId(active.index) : nothing}
      @scroll=${this.onScroll}
      @keydown=${this.onKey}
      @contextmenu=${this.onContextMenu}
    >
      <div role="rowgroup" class="header">${this.header()}</div>
      <div role="rowgroup" class="rows" .style=${`height: ${rows.length * rowHeight}px`} @click=${this.onClick}>
        <div class="window" role="presentation" .style=${`transform: translateY(${first * rowHeight}px)`}>
          ${shown.map((row, offset) => this.row(row, first + offset))}
        </div>
      </div>
      ${rows.length === 0 ? html`<p class="nothing muted">${this.emptyText}</p>` : nothing}
    </div>`;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('columns') || changed.has('isWide') || changed.has('showsLabels')) this.layOut();
  }

  /** Scrolls as far as needed to show a head. Does nothing if the filter leaves it out. */
  reveal(head: number): void {
    const scroll = this.renderRoot.querySelector('.scroll');
    const row = this.rows.findIndex(({ index }) => index === head);
    if (scroll && row >= 0) scroll.scrollTop = scrollTo(row, scroll.scrollTop, this.seenHeight);
  }

  toStart(): void {
    this.renderRoot.querySelector('.scroll')?.scrollTo(0, 0);
  }

  private layOut(): void {
    const { isWide, columns } = this;
    const widths: readonly (readonly [minWidth: number, maxWidth: string])[] = [
      [50, '50px'],
      isWide ? [108, '108px'] : [12, '12px'],
      ...(this.showsLabels ? [[64, '140px'] as const] : []),
      ...columns.map(({ isChange, recipe }, index): readonly [number, string] => {
        const isPair = !isChange && columns[index + 1]?.isChange === true;
        if (isPair && isWide) return [164, '1.4fr'];
        if (isPair) return isSigned(recipe) ? [114, '114px'] : [98, '98px'];
        if (isChange && !isWide) return [48, '1fr'];
        return isWide ? [104, '1fr'] : [74, '1fr'];
      }),
    ];
    const minWidth = widths.reduce((sum, [width]) => sum + width + columnGap, 2 * sidePadding - columnGap);
    this.style.setProperty('--columns', widths.map(([width, maxWidth]) => `minmax(${width}px, ${maxWidth})`).join(' '));
    this.style.setProperty('--min-width', `${minWidth}px`);
  }

  private header(): TemplateResult {
    const { columns, sort, isWide } = this;
    const column = (by: SortKey, name: string, title: string): TemplateResult => {
      const isSorted = sort?.by === by;
      const direction = sort?.isDescending ? 'descending' : 'ascending';
      return html`<div role="columnheader" class="clip" aria-sort=${isSorted ? direction : nothing}>
        <button tabindex="-1" class="clip" title=${title} ?disabled=${sort === null} @click=${() => this.onSort(by)}>
          ${isSorted ? html`<span aria-hidden="true">${sort.isDescending ? '↓' : '↑'}&nbsp;</span>` : nothing}${name}
        </button>
      </div>`;
    };
    return html`<div role="row" class="cells" aria-rowindex="1">
      ${column('head', l10n.t('Head'), l10n.t('Sort in model order'))}
      ${
        isWide
          ? column('type', l10n.t('Type'), l10n.t('Sort by type'))
          : html`<div role="columnheader"><span class="visually-hidden">${l10n.t('Type')}</span></div>`
      }
      ${this.showsLabels ? html`<div role="columnheader" class="clip">${l10n.t('Label')}</div>` : nothing}
      ${columns.map(one =>
        column(
          one.key,
          columnName(one, isWide),
          one.isChange
            ? l10n.t('Sort by how much {0} changes', recipeTitle(one.recipe))
            : l10n.t('{0}: {1}. Sort by it', recipeTitle(one.recipe), recipeMeaning(one.recipe)),
        ),
      )}
    </div>`;
  }

  private row(row: HeadRow, place: number): TemplateResult {
    const { table, theme, columns, isWide } = this;
    const { index, name, type, label, isAblated } = row;
    const isSelected = this.selected.has(index);
    return html`<div
      role="row"
      id=${rowId(index)}
      class="cells row ${index === this.current ? 'current' : ''}"
      data-head=${index}
      aria-rowindex=${place + 2}
      aria-selected=${isSelected}
    >
      <div role="gridcell" class="name strong" title=${label === null ? nothing : `${name} “${label}”`}>
        <span class=${label === null ? '' : 'labelled'}>${name}</span>
        ${isAblated ? html`<span class="out" title=${l10n.t('Ablated')}>✕</span>` : nothing}
      </div>
      <div role="gridcell" class="type" title=${type ? typeName(type) : nothing}>
        ${type && theme ? typeGlyph(type, theme) : nothing}<span class=${isWide ? 'clip small' : 'visually-hidden'}
          >${type ? typeName(type) : ''}</span
        >
      </div>
      ${this.showsLabels ? html`<div role="gridcell" class="clip" title=${label ?? nothing}>${label ?? ''}</div>` : nothing}
      ${table ? columns.map(column => scoreCell(table, column, row)) : nothing}
    </div>`;
  }

  private readonly onScroll = (event: Event): void => {
    if (event.target instanceof HTMLElement) this.scrolled = event.target.scrollTop;
  };

  private readonly onClick = (event: MouseEvent): void => {
    const { head } = placeOf(event);
    if (head !== null) this.onChoose(head, choiceOf(event));
  };

  private readonly onContextMenu = (event: MouseEvent): void => {
    const row = this.current === null ? null : this.renderRoot.querySelector(`#${rowId(this.current)}`);
    if (row && moveKeyboardMenu(event, row.getBoundingClientRect())) return;
    const { head, column } = placeOf(event);
    if (head !== null) this.onMenu(head, column);
    // The menu was opened with the keyboard and moved to the row.
    else if (!event.isTrusted && this.current !== null) this.onMenu(this.current, null);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const { rows } = this;
    if (rows.length === 0 || event.altKey) return;
    const at = rows.findIndex(({ index }) => index === this.current);
    const to = rowAfterKey(event.key, at, rows.length, this.seenHeight);
    const head = rows[to ?? Math.max(0, at)]?.index;
    if (head === undefined) return;
    if (to !== null && event.shiftKey) this.onChoose(head, 'extend');
    else if (to !== null) this.onMove(head);
    else if (event.key === 'Enter') this.onChoose(head, 'only');
    else if (event.key === ' ') this.onChoose(head, 'toggle');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

customElements.define('model-circuits-ranking', RankingView);

declare global {
  interface HTMLElementTagNameMap {
    'model-circuits-ranking': RankingView;
  }
}

function rowId(index: number): string {
  return `head-${index}`;
}

/** The head and the column of scores that an event is at. */
function placeOf(event: Event): { head: number | null; column: string | null } {
  const [target] = event.composedPath();
  const element = target instanceof Element ? target : null;
  const row = element?.closest<HTMLElement>('[data-head]');
  const cell = element?.closest<HTMLElement>('[data-column]');
  return { head: row ? Number(row.dataset.head) : null, column: cell?.dataset.column ?? null };
}
