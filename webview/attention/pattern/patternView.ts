import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { PatternContent, PatternFocus } from './patternDrawing';
import { preparedContext } from '../../base/canvas';
import { pictureOf } from '../../base/pictureOf';
import { noop } from '../../base/noop';
import { onResize } from '../../base/onResize';
import { baseStyle } from '../../base/styles';
import type { Theme } from '../../base/theme';
import { drawLens } from './lensDrawing';
import { drawAxes, drawCells, drawDirections, drawFocusFrame, patternPixels } from './patternDrawing';
import { cellAt, planPattern, wholePattern, type Cell, type PatternPlan, type Zoom } from './patternPlan';

const zoomStep = 1.5;
const maxZoom = 12;

/** One pattern in full, with tokens on its axes and a lens. Pointing reads a value, a click locks the row's query. */
export class PatternView extends LitElement {
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
    baseStyle,
    css`
      :host {
        display: block;
        position: relative;
        min-height: 0;
        overflow: hidden;
      }
      .pattern {
        position: absolute;
        inset: 0;
        cursor: crosshair;
      }
      .pattern:focus-visible {
        outline-offset: -1px;
      }
      canvas {
        display: block;
      }
    `,
  ];

  constructor() {
    super();
    onResize(this, () => this.draw());
  }

  override render(): TemplateResult {
    const { current } = this;
    return html`<div
      class="pattern"
      role="grid"
      tabindex="0"
      aria-label="Attention pattern, from query to key"
      aria-activedescendant=${current ? 'current' : nothing}
      @mousemove=${(event: MouseEvent) => this.point(this.cellUnder(event))}
      @mouseleave=${() => this.point(null)}
      @click=${this.onClick}
      @wheel=${this.onWheel}
      @keydown=${this.onKey}
    >
      <canvas></canvas>
      <div role="row" class="visually-hidden">
        <div role="gridcell" id="current">${current ? this.describe(current) : 'no pair'}</div>
      </div>
    </div>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('content') || changed.has('theme')) {
      if (this.content?.tile.positions !== changed.get('content')?.tile.positions) this.zoom = wholePattern;
      this.#picture = this.content && this.theme ? pictureOf(patternPixels(this.content, this.theme)) : null;
    }
    this.draw();
  }

  /** Closer to the pair in focus, or back; 0 fits all of it. */
  zoomBy(key: '+' | '-' | '0'): void {
    const factor =
      key === '0' ? 1 : Math.min(maxZoom, Math.max(1, this.zoom.factor * (key === '+' ? zoomStep : 1 / zoomStep)));
    const [query, toKey] = this.current ?? this.strongestPair ?? [this.zoom.query, this.zoom.key];
    this.zoom = factor === 1 ? wholePattern : { factor, query, key: toKey };
  }

  private draw(): void {
    const { content, theme, focusOn } = this;
    const canvas = this.renderRoot.querySelector('canvas');
    if (!canvas || !theme || this.clientWidth === 0) return;
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
    const place = this.renderRoot.querySelector('canvas')?.getBoundingClientRect();
    return place && this.#plan ? cellAt(this.#plan, event.clientX - place.left, event.clientY - place.top) : null;
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
