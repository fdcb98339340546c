import * as l10n from '@vscode/l10n';
import { css, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { PatternContent, PatternFocus } from './patternDrawing';
import { pictureOf, preparedContext } from '../../base/canvas';
import { CanvasElement } from '../../base/canvasElement';
import { canvasGrid } from '../../base/canvasGrid';
import { noop } from '../../base/noop';
import type { Theme } from '../../base/theme';
import { drawLens } from './lensDrawing';
import { drawAxes, drawCells, drawDirections, drawFocusFrame, patternPixels } from './patternDrawing';
import { cellAt, planPattern, wholePattern, type Cell, type PatternPlan, type Zoom } from './patternPlan';

const zoomStep = 1.5;
const maxZoom = 12;

/** One pattern in full, with tokens on its axes and a lens. Pointing reads a value, a click locks the row's query. */
export class PatternView extends CanvasElement {
  @property({ attribute: false }) accessor theme: Theme | null = null;
  /** Null until it has arrived. */
  @property({ attribute: false }) accessor content: PatternContent | null = null;
  @property({ attribute: false }) accessor focusOn: PatternFocus | null = null;
  /** The pair with the strongest value at the token in focus: where the lens looks. */
  @property({ attribute: false }) accessor strongestPair: Cell | null = null;
  /** A cell in words, for those who do not see it. */
  @property({ attribute: false }) accessor describe: (cell: Cell) => string = String;
  @property({ attribute: false }) accessor onHover: (cell: Cell | null) => void = noop;
  @property({ attribute: false }) accessor onLock: (token: number) => void = noop;
  @state() private accessor zoom: Zoom = wholePattern;
  @state() private accessor current: Cell | null = null;

  #plan: PatternPlan | null = null;
  #picture: HTMLCanvasElement | null = null;

  static override readonly styles = [
    CanvasElement.styles,
    css`
      :host {
        display: block;
        position: relative;
        min-height: 0;
        overflow: hidden;
      }
      .grid {
        position: absolute;
        inset: 0;
        cursor: crosshair;
      }
      .grid:focus-visible {
        outline-offset: -1px;
      }
    `,
  ];

  constructor() {
    super();
    this.addEventListener('wheel', this.onWheel);
  }

  override render(): TemplateResult {
    const { current } = this;
    const positions = this.content?.tile.positions ?? 0;
    return canvasGrid({
      label: l10n.t('Attention pattern, from query to key'),
      rows: positions,
      columns: positions,
      isMultiselectable: false,
      current: current && { row: current[0], column: current[1], text: this.describe(current), isSelected: null },
      emptyText: l10n.t('no pair'),
      onClick: this.onClick,
      onMove: event => this.point(this.cellUnder(event)),
      onLeave: () => this.point(null),
      onKey: this.onKey,
    });
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('content') || changed.has('theme')) {
      if (this.content?.tile.positions !== changed.get('content')?.tile.positions) this.zoom = wholePattern;
      this.#picture = this.content && this.theme ? pictureOf(patternPixels(this.content, this.theme)) : null;
    }
    super.updated(changed);
  }

  /** Closer to the pair in focus, or back; 0 fits all of it. */
  zoomBy(key: '+' | '-' | '0'): void {
    const factor =
      key === '0' ? 1 : Math.min(maxZoom, Math.max(1, this.zoom.factor * (key === '+' ? zoomStep : 1 / zoomStep)));
    const [query, toKey] = this.current ?? this.strongestPair ?? [this.zoom.query, this.zoom.key];
    this.zoom = factor === 1 ? wholePattern : { factor, query, key: toKey };
  }

  protected override draw(canvas: HTMLCanvasElement): void {
    const { content, theme, focusOn } = this;
    if (!theme) return;
    const [width, height] = [this.clientWidth, this.clientHeight];
    const context = preparedContext(canvas, width, height);
    if (!context || !content || !focusOn || !this.#picture) return;
    const plan = planPattern(content.tile.positions, width, height, this.zoom);
    this.#plan = plan;
    drawCells(context, plan, this.#picture, theme);
    drawFocusFrame(context, plan, focusOn, theme);
    drawAxes(context, plan, content.labels, focusOn, theme);
    const pair = focusOn.hovered ?? this.strongestPair;
    const hasLens = pair !== null && drawLens(context, plan, content, pair, width, theme);
    if (!hasLens || plan.left + plan.size * 0.75 < width / 2) drawDirections(context, plan, theme);
  }

  private cellUnder(event: MouseEvent): Cell | null {
    const point = this.pointOf(event);
    return point && this.#plan ? cellAt(this.#plan, point.x, point.y) : null;
  }

  private point(cell: Cell | null): void {
    if (cell?.[0] === this.current?.[0] && cell?.[1] === this.current?.[1]) return;
    this.current = cell;
    this.onHover(cell);
  }

  private readonly onClick = (event: MouseEvent): void => {
    const cell = this.cellUnder(event);
    if (cell) this.onLock(cell[this.focusOn?.direction === 'to' ? 1 : 0]);
  };

  /** Moves what is on show of a zoomed pattern; Ctrl/⌘ zooms. */
  private readonly onWheel = (event: WheelEvent): void => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.zoomBy(event.deltaY < 0 ? '+' : '-');
    } else if (this.zoom.factor > 1 && this.#plan) {
      event.preventDefault();
      const { cell, positions } = this.#plan;
      const within = (middle: number): number => Math.max(0, Math.min(positions, middle));
      this.zoom = {
        factor: this.zoom.factor,
        query: within(this.zoom.query + event.deltaY / cell),
        key: within(this.zoom.key + event.deltaX / cell),
      };
    }
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const [query, key] = this.current ?? this.strongestPair ?? [0, 0];
    const last = (this.content?.tile.positions ?? 1) - 1;
    const to: Partial<Record<string, Cell>> = {
      ArrowLeft: [query, Math.max(0, key - 1)],
      ArrowRight: [query, Math.min(query, key + 1)],
      ArrowUp: [Math.max(key, query - 1), key],
      ArrowDown: [Math.min(last, query + 1), key],
    };
    const cell = to[event.key];
    if (cell) this.point(cell);
    else if (event.key === 'Enter' && this.current) this.onLock(this.current[this.focusOn?.direction === 'to' ? 1 : 0]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

customElements.define('model-circuits-pattern', PatternView);

declare global {
  interface HTMLElementTagNameMap {
    'model-circuits-pattern': PatternView;
  }
}
