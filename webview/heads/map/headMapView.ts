import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { RecipeName } from '../../../src/shared/recipes';
import { preparedContext } from '../../base/canvas';
import { noop } from '../../base/noop';
import { onResize } from '../../base/onResize';
import { baseStyle } from '../../base/styles';
import type { Theme } from '../../base/theme';
import { typeGlyph } from '../../base/typeGlyph';
import { headReading, readingLine } from '../headReading';
import type { HeadTable } from '../headTable';
import { moveKeyboardMenu } from '../keyboardMenu';
import { drawAxes, drawCells, drawFrame, drawHeadNames } from './mapDrawing';
import { boxOf, headAt, mapCell, planMap, scrollToStrongest, type MapPlan } from './mapPlan';
import { measureName } from '../recipeText';
import { choiceOf, type Choice } from '../selection';

/** Layers down, heads across, one colour a score. One tab stop; arrows go from head to head, Enter shows one. */
export class HeadMapView extends LitElement {
  @property({ attribute: false }) accessor theme: Theme | null = null;
  @property({ attribute: false }) accessor table: HeadTable | null = null;
  @property({ attribute: false }) accessor recipe: RecipeName = 'prefix_matching';
  @property({ attribute: false }) accessor selected: ReadonlySet<number> = new Set();
  /** Where the keyboard is. */
  @property({ attribute: false }) accessor current: number | null = null;
  /** What the filter leaves; null for all. */
  @property({ attribute: false }) accessor left: ReadonlySet<number> | null = null;
  /** The checkpoint that all scores are there of; null while they come in. With another it begins at its strongest cells. */
  @property({ attribute: false }) accessor scoredCheckpoint: string | null = null;
  /** Whether it has a height to fill, rather than to take. */
  @property({ attribute: false }) accessor fills = false;
  @property({ attribute: false }) accessor onChoose: (head: number, choice: Choice) => void = noop;
  @property({ attribute: false }) accessor onMove: (head: number) => void = noop;
  /** A menu opens on a head. */
  @property({ attribute: false }) accessor onMenu: (head: number) => void = noop;
  @state() private accessor hovered: number | null = null;
  @state() private accessor hasFocus = false;

  #plan: MapPlan | null = null;
  #cells: HTMLCanvasElement | null = null;
  #drawnFrom: readonly unknown[] = [];
  /** The person has come to a place of their own. */
  #isPlaced = false;

  static override readonly styles = [
    baseStyle,
    css`
      :host {
        display: block;
        /* Of more the rest is scrolled to. */
        min-height: min(var(--least-map, 96px), var(--most, 0px));
        overflow: auto;
        scrollbar-width: thin;
        scrollbar-gutter: stable;
      }
      .grid {
        cursor: pointer;
        width: max-content;
      }
      .grid:focus {
        outline: none;
      }
      canvas {
        display: block;
      }
      .reading {
        position: fixed;
        z-index: 30;
        pointer-events: none;
        max-width: min(320px, calc(100vw - 16px));
        padding: 4px 8px;
        border: 1px solid var(--vscode-editorHoverWidget-border, var(--hairline));
        border-radius: 3px;
        background: var(--vscode-editorHoverWidget-background);
        color: var(--vscode-editorHoverWidget-foreground);
        font-size: 12px;
        line-height: 18px;
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
    onResize(this, () => {
      this.draw();
      this.begin();
    });
    this.addEventListener('scroll', () => this.draw());
    for (const event of ['wheel', 'pointerdown']) {
      this.addEventListener(event, () => (this.#isPlaced = true), { passive: true });
    }
  }

  override render(): TemplateResult {
    const { table, current, recipe } = this;
    const row = current === null ? null : (table?.rows[current] ?? null);
    return html`<div
        class="grid"
        role="grid"
        tabindex="0"
        aria-label="Heat map of ${measureName(recipe)}, layers by heads"
        aria-rowcount=${table?.grid.nLayers ?? 0}
        aria-colcount=${table?.grid.nHeads ?? 0}
        aria-multiselectable="true"
        aria-activedescendant=${row ? 'current' : nothing}
        @click=${this.onClick}
        @mousemove=${(event: MouseEvent) => (this.hovered = this.headUnder(event))}
        @mouseleave=${() => (this.hovered = null)}
        @focus=${() => (this.hasFocus = true)}
        @blur=${() => (this.hasFocus = false)}
        @keydown=${this.onKey}
        @contextmenu=${this.onContextMenu}
      >
        <canvas></canvas>
        <div role="row" class="visually-hidden" aria-rowindex=${(row?.head.layer ?? 0) + 1}>
          <div
            role="gridcell"
            id="current"
            aria-colindex=${(row?.head.head ?? 0) + 1}
            aria-selected=${row !== null && this.selected.has(row.index)}
          >
            ${table && row ? readingLine(headReading(table, recipe, row)) : 'no head'}
          </div>
        </div>
      </div>
      ${this.readingBox()}`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('scoredCheckpoint') || changed.has('recipe')) this.#isPlaced = false;
    this.draw();
    if (changed.has('scoredCheckpoint') || changed.has('recipe') || changed.has('table')) this.begin();
    this.placeReading();
  }

  /** Brings the head that has the focus into view, where the map scrolls. */
  reveal(head: number): void {
    if (!this.#plan) return;
    this.#isPlaced = true;
    const { y, height } = boxOf(this.#plan, head);
    if (y - this.#plan.top < this.scrollTop) this.scrollTop = y - this.#plan.top;
    else if (y + height > this.scrollTop + this.clientHeight) this.scrollTop = y + height + 4 - this.clientHeight;
  }

  /** Of a map that is not all seen, the strongest cells are first. */
  private begin(): void {
    const { table, recipe } = this;
    if (this.#isPlaced || !this.#plan || !table) return;
    const cells = this.scoredCheckpoint === null ? [] : table.rows.map(({ index }) => mapCell(table, recipe, index));
    this.scrollTop = scrollToStrongest(this.#plan, cells, this.clientHeight);
  }

  private draw(): void {
    const { table, theme } = this;
    const canvas = this.renderRoot.querySelector('canvas');
    if (!table || !theme || !canvas || this.clientWidth === 0) return;
    // It takes what there is up to this, so that what stands below it follows at once.
    const most = planMap(table.grid, this.clientWidth, Infinity).height + 2;
    this.style.maxHeight = this.fills ? `${most}px` : '';
    this.style.setProperty('--most', `${most}px`);
    const plan = planMap(table.grid, this.clientWidth, this.fills ? this.clientHeight - 2 : null);
    this.#plan = plan;
    const [width, height] = [plan.width + 1, plan.height];
    const context = preparedContext(canvas, width, height);
    if (!context) return;
    context.drawImage(this.cells(plan, table, theme), 0, 0, width, height);
    for (const head of this.selected) drawFrame(context, boxOf(plan, head), theme.foreground, 2);
    const focused = this.hasFocus ? this.current : null;
    for (const head of new Set([this.hovered, focused])) {
      if (head !== null && !this.selected.has(head)) drawFrame(context, boxOf(plan, head), theme.foreground, 1);
    }
    if (focused !== null) {
      context.setLineDash([3, 2]);
      drawFrame(context, boxOf(plan, focused), focusColour(), 2);
      context.setLineDash([]);
    }
    if (this.scrollTop > 0) drawHeadNames(context, plan, theme, this.scrollTop);
  }

  /** All cells as a picture: made again only when they look different, which pointing does not change. */
  private cells(plan: MapPlan, table: HeadTable, theme: Theme): HTMLCanvasElement {
    const { recipe, left } = this;
    const drawnFrom = [plan.width, plan.height, window.devicePixelRatio, table, theme, recipe, left];
    if (this.#cells && drawnFrom.every((one, index) => one === this.#drawnFrom[index])) return this.#cells;
    const canvas = document.createElement('canvas');
    const context = preparedContext(canvas, plan.width + 1, plan.height);
    if (context) {
      drawAxes(context, plan, theme);
      const cells = table.rows.map(({ index }) => mapCell(table, recipe, index));
      drawCells(context, plan, cells, theme, index => left?.has(index) ?? true);
    }
    this.#drawnFrom = drawnFrom;
    this.#cells = canvas;
    return canvas;
  }

  private readingBox(): TemplateResult | typeof nothing {
    const { table, theme, recipe } = this;
    const head = this.hovered ?? (this.hasFocus ? this.current : null);
    const row = head === null ? null : table?.rows[head];
    if (!table || !theme || !row) return nothing;
    const { name, type, label, score, chance, isAblated } = headReading(table, recipe, row);
    return html`<div class="reading" aria-hidden="true">
      <div class="first">
        <span class="strong">${name}</span>
        ${row.type ? html`${typeGlyph(row.type, theme)}<span>${type}</span>` : nothing}
        ${isAblated ? html`<span>✕ ablated</span>` : nothing}
      </div>
      ${label === null ? nothing : html`<div>“${label}”</div>`}
      <div>${score}</div>
      ${chance === null ? nothing : html`<div class="muted">${chance}</div>`}
    </div>`;
  }

  /** Below the head, and above it where there is no room below. */
  private placeReading(): void {
    const box = this.renderRoot.querySelector<HTMLElement>('.reading');
    const head = this.hovered ?? this.current;
    const place = head === null ? null : this.placeOf(head);
    if (!box || !place) return;
    const { width, height } = box.getBoundingClientRect();
    const left = Math.max(4, Math.min(place.left, window.innerWidth - width - 4));
    const below = place.bottom + 6;
    box.style.left = `${left}px`;
    box.style.top = `${below + height > window.innerHeight ? place.top - height - 6 : below}px`;
  }

  private placeOf(head: number): DOMRect | null {
    const canvas = this.renderRoot.querySelector('canvas')?.getBoundingClientRect();
    if (!canvas || !this.#plan) return null;
    const { x, y, width, height } = boxOf(this.#plan, head);
    return new DOMRect(canvas.left + x, canvas.top + y, width, height);
  }

  private headUnder(event: MouseEvent): number | null {
    const place = this.renderRoot.querySelector('canvas')?.getBoundingClientRect();
    return place && this.#plan ? headAt(this.#plan, event.clientX - place.left, event.clientY - place.top) : null;
  }

  private readonly onClick = (event: MouseEvent): void => {
    const head = this.headUnder(event);
    if (head !== null) this.onChoose(head, choiceOf(event));
  };

  private readonly onContextMenu = (event: MouseEvent): void => {
    const place = this.current === null ? null : this.placeOf(this.current);
    if (place && moveKeyboardMenu(event, place)) return;
    const head = this.headUnder(event);
    if (head !== null) this.onMenu(head);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const { table } = this;
    if (!table || event.altKey) return;
    const { nLayers: layers, nHeads: heads } = table.grid;
    const at = this.current ?? 0;
    const [layer, head] = [Math.floor(at / heads), at % heads];
    const to = {
      ArrowLeft: head > 0 ? at - 1 : at,
      ArrowRight: head < heads - 1 ? at + 1 : at,
      ArrowUp: layer > 0 ? at - heads : at,
      ArrowDown: layer < layers - 1 ? at + heads : at,
      Home: at - head,
      End: at - head + heads - 1,
    }[event.key];
    if (to !== undefined) this.onMove(this.current === null ? 0 : to);
    else if (event.key === 'Enter') this.onChoose(at, 'only');
    else if (event.key === ' ') this.onChoose(at, 'toggle');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function focusColour(): string {
  return getComputedStyle(document.documentElement).getPropertyValue('--vscode-focusBorder').trim();
}
