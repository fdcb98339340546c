import * as l10n from '@vscode/l10n';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { HeadGrid } from '../../../src/shared/heads';
import type { RecipeName } from '../../../src/shared/recipes/registry';
import { preparedContext } from '../../base/canvas';
import { drawAxisNames, drawFrame, drawHeadNamesOver } from '../../base/headGrid/headGridDrawing';
import { HeadGridElement } from '../../base/headGrid/headGridElement';
import { boxOf, scrollToHead, type HeadGridPlan } from '../../base/headGrid/headGridPlan';
import { placeReadingBox, readingBox, readingBoxStyle } from '../../base/headGrid/readingBox';
import { noop } from '../../base/noop';
import { onResize } from '../../base/onResize';
import type { Theme } from '../../base/theme';
import { typeGlyph } from '../../base/typeGlyph';
import { headReading, readingLine } from '../headReading';
import type { HeadTable } from '../headTable';
import { moveKeyboardMenu } from '../keyboardMenu';
import { recipeTitle } from '../recipeText';
import { choiceOf, type Choice } from '../selection';
import { mapCell } from './mapCell';
import { drawCells } from './mapDrawing';
import { mapNameRoom, planMap, scrollToStrongest } from './mapPlan';

/** The heat map: one colour for each head's score. Enter shows the head in the editors, Space selects it. */
export class HeadMapView extends HeadGridElement {
  @property({ attribute: false }) accessor table: HeadTable | null = null;
  @property({ attribute: false }) accessor recipe: RecipeName = 'prefix_matching';
  @property({ attribute: false }) accessor selected: ReadonlySet<number> = new Set();
  /** The heads that the filter leaves in the ranking; null for all. */
  @property({ attribute: false }) accessor listed: ReadonlySet<number> | null = null;
  /** The checkpoint, once all its scores have arrived; null before. For each checkpoint the map begins at its strongest cells. */
  @property({ attribute: false }) accessor scoredCheckpoint: string | null = null;
  /** Whether the map fills the height that it is given. If not, it is as high as its cells. */
  @property({ attribute: false }) accessor fills = false;
  @property({ attribute: false }) accessor onChoose: (head: number, choice: Choice) => void = noop;
  @property({ attribute: false }) accessor onMove: (head: number) => void = noop;
  /** The user opens the context menu of a head. */
  @property({ attribute: false }) accessor onMenu: (head: number) => void = noop;
  @state() private accessor hovered: number | null = null;
  @state() private accessor hasFocus = false;

  #cells: HTMLCanvasElement | null = null;
  #drawnFrom: readonly unknown[] = [];
  /** Whether the user has scrolled the map, which then stays there. */
  #isScrolled = false;

  static override readonly styles = [
    HeadGridElement.styles,
    readingBoxStyle,
    css`
      :host {
        display: block;
        /* A higher map scrolls. */
        min-height: min(var(--min-map, 96px), var(--max-map, 0px));
        overflow: auto;
        scrollbar-width: thin;
        scrollbar-gutter: stable;
      }
      .grid:focus {
        outline: none;
      }
      .reading .first {
        display: flex;
        gap: 6px;
        align-items: baseline;
      }
    `,
  ];

  constructor() {
    super();
    onResize(this, () => this.scrollToBegin());
    this.addEventListener('scroll', () => this.redraw());
    this.addEventListener('focusin', () => (this.hasFocus = true));
    this.addEventListener('focusout', () => (this.hasFocus = false));
    this.addEventListener('contextmenu', this.onContextMenu);
    for (const event of ['wheel', 'pointerdown']) {
      this.addEventListener(event, () => (this.#isScrolled = true), { passive: true });
    }
  }

  override render(): TemplateResult {
    return html`${super.render()} ${this.reading()}`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('scoredCheckpoint') || changed.has('recipe')) this.#isScrolled = false;
    super.updated(changed);
    if (changed.has('scoredCheckpoint') || changed.has('recipe') || changed.has('table')) this.scrollToBegin();
    const box = this.renderRoot.querySelector<HTMLElement>('.reading');
    const head = this.hovered ?? this.current;
    const place = head === null ? null : this.placeOf(head);
    if (box && place) placeReadingBox(box, place);
  }

  /** Scrolls as far as needed to show a head. */
  reveal(head: number): void {
    if (!this.plan) return;
    this.#isScrolled = true;
    this.scrollTop = scrollToHead(this.plan, head, this.scrollTop, this.clientHeight);
  }

  protected override get headGrid(): HeadGrid | null {
    return this.table?.grid ?? null;
  }

  protected override get label(): string {
    return l10n.t('Heat map of {0}, layers by heads', recipeTitle(this.recipe));
  }

  protected override keyTarget(): number {
    return this.current ?? 0;
  }

  protected override planHeads(grid: HeadGrid): HeadGridPlan {
    // The greatest height that the map can use: what stands below it then follows directly.
    const maxHeight = planMap(grid, this.clientWidth, Infinity).height + 2;
    this.style.maxHeight = this.fills ? `${maxHeight}px` : '';
    this.style.setProperty('--max-map', `${maxHeight}px`);
    return planMap(grid, this.clientWidth, this.fills ? this.clientHeight - 2 : null);
  }

  protected override drawHeads(context: CanvasRenderingContext2D, plan: HeadGridPlan, theme: Theme): void {
    const { table, selected, scrollTop } = this;
    if (!table) return;
    context.drawImage(this.cells(plan, table, theme), 0, 0, plan.width, plan.height);
    const frame = (head: number, colour: string, line: number): void =>
      drawFrame(context, boxOf(plan, head), colour, line, 0.5);
    for (const head of selected) frame(head, theme.foreground, 2);
    const focused = this.hasFocus ? this.current : null;
    for (const head of new Set([this.hovered, focused])) {
      if (head !== null && !selected.has(head)) frame(head, theme.foreground, 1);
    }
    if (focused !== null) {
      context.setLineDash([3, 2]);
      frame(focused, focusColour(), 2);
      context.setLineDash([]);
    }
    if (scrollTop > 0) drawHeadNamesOver(context, plan, mapNameRoom, theme, scrollTop);
  }

  protected override describe(head: number): string {
    const row = this.table?.rows[head];
    return this.table && row ? readingLine(headReading(this.table, this.recipe, row)) : '';
  }

  protected override isSelected(head: number): boolean {
    return this.selected.has(head);
  }

  protected override pointAt(head: number | null): void {
    this.hovered = head;
  }

  protected override moveTo(head: number): void {
    this.onMove(head);
  }

  protected override choose(head: number, event: MouseEvent | KeyboardEvent): void {
    if (event instanceof KeyboardEvent) this.onChoose(head, event.key === ' ' ? 'toggle' : 'only');
    else this.onChoose(head, choiceOf(event));
  }

  /** Scrolls to the strongest cells, unless the user has scrolled. */
  private scrollToBegin(): void {
    const { table, recipe, plan } = this;
    if (this.#isScrolled || !plan || !table) return;
    const cells = this.scoredCheckpoint === null ? [] : table.rows.map(({ index }) => mapCell(table, recipe, index));
    this.scrollTop = scrollToStrongest(plan, cells, this.clientHeight);
  }

  /** All cells as a picture. It is drawn again only if it would look different: pointing at a head does not change it. */
  private cells(plan: HeadGridPlan, table: HeadTable, theme: Theme): HTMLCanvasElement {
    const { recipe, listed } = this;
    const drawnFrom = [plan.width, plan.height, window.devicePixelRatio, table, theme, recipe, listed];
    if (this.#cells && drawnFrom.every((one, index) => one === this.#drawnFrom[index])) return this.#cells;
    const canvas = document.createElement('canvas');
    const context = preparedContext(canvas, plan.width, plan.height);
    if (context) {
      drawAxisNames(context, plan, mapNameRoom, theme);
      const cells = table.rows.map(({ index }) => mapCell(table, recipe, index));
      drawCells(context, plan, cells, theme, index => listed?.has(index) ?? true);
    }
    this.#drawnFrom = drawnFrom;
    this.#cells = canvas;
    return canvas;
  }

  private reading(): TemplateResult | typeof nothing {
    const { table, theme, recipe } = this;
    const head = this.hovered ?? (this.hasFocus ? this.current : null);
    const row = head === null ? null : table?.rows[head];
    if (!table || !theme || !row) return nothing;
    const { name, type, label, score, chance, isAblated } = headReading(table, recipe, row);
    return readingBox(html`
      <div class="first">
        <span class="strong">${name}</span>
        ${row.type ? html`${typeGlyph(row.type, theme)}<span>${type}</span>` : nothing}
        ${isAblated ? html`<span>✕ ${l10n.t('ablated')}</span>` : nothing}
      </div>
      ${label === null ? nothing : html`<div>“${label}”</div>`}
      <div>${score}</div>
      ${chance === null ? nothing : html`<div class="muted">${chance}</div>`}
    `);
  }

  private readonly onContextMenu = (event: MouseEvent): void => {
    const place = this.current === null ? null : this.placeOf(this.current);
    if (place && moveKeyboardMenu(event, place)) return;
    const head = this.headUnder(event);
    if (head !== null) this.onMenu(head);
  };
}

customElements.define('model-circuits-head-map', HeadMapView);

declare global {
  interface HTMLElementTagNameMap {
    'model-circuits-head-map': HeadMapView;
  }
}

function focusColour(): string {
  return getComputedStyle(document.documentElement).getPropertyValue('--vscode-focusBorder').trim();
}
