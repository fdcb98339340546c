import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Thumbnails } from '../../../src/shared/contracts/engineContract';
import { formatHead, sameHeads, type HeadGrid, type HeadRef } from '../../../src/shared/heads';
import { fixed } from '../../../src/shared/numberText';
import type { AttentionViewHeads } from '../../../src/shared/contracts/attentionViewContract';
import { preparedContext } from '../../base/canvas';
import { pictureOf } from '../../base/pictureOf';
import { noop } from '../../base/noop';
import { onResize } from '../../base/onResize';
import { baseStyle } from '../../base/styles';
import type { Theme } from '../../base/theme';
import {
  drawCross,
  drawFrame,
  drawGridGround,
  drawThumbnails,
  headAt,
  planGrid,
  thumbnailPixels,
  type GridPlan,
} from './headGridDrawing';

/** All heads on one canvas, layers down, heads across: click chooses, Ctrl/⌘ adds. One tab stop; arrows go from head to head. */
export class HeadGridView extends LitElement {
  @property({ attribute: false }) accessor theme: Theme | null = null;
  @property({ attribute: false }) accessor grid: HeadGrid | null = null;
  @property({ attribute: false }) accessor thumbnails: Thumbnails | null = null;
  /** Null for all. */
  @property({ attribute: false }) accessor chosen: readonly HeadRef[] | null = null;
  @property({ attribute: false }) accessor hasHues = false;
  @property({ attribute: false }) accessor ablated: readonly HeadRef[] = [];
  @property({ attribute: false }) accessor known: AttentionViewHeads | null = null;
  /** Whether it has a height to fill, rather than to take. */
  @property({ attribute: false }) accessor fills = false;
  @property({ attribute: false }) accessor onChoose: (head: HeadRef, add: boolean) => void = noop;
  /** Before the head is chosen: null where the pointer has left them. */
  @property({ attribute: false }) accessor onPoint: (head: HeadRef | null) => void = noop;
  @state() private accessor current: HeadRef | null = null;

  #plan: GridPlan | null = null;
  #atlas: HTMLCanvasElement | null = null;
  #atlasCells = 0;

  static override readonly styles = [
    baseStyle,
    css`
      :host {
        display: block;
        min-height: 0;
      }
      .grid {
        cursor: pointer;
        width: max-content;
      }
      .grid:focus-visible {
        outline-offset: 2px;
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
      class="grid"
      role="grid"
      tabindex="0"
      aria-label="All heads, layer by head"
      aria-activedescendant=${current ? 'current' : nothing}
      @click=${this.onClick}
      @mousemove=${this.onMouseMove}
      @mouseleave=${() => this.onPoint(null)}
      @keydown=${this.onKey}
    >
      <canvas></canvas>
      <div role="row" class="visually-hidden">
        <div role="gridcell" id="current">${current ? this.describe(current) : 'no head'}</div>
      </div>
    </div>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('thumbnails') || changed.has('theme')) this.#atlasCells = 0;
    this.draw();
  }

  /** The thumbnails as a picture: made again where they, the theme or their size are others. */
  private atlas(size: number, theme: Theme): HTMLCanvasElement | null {
    const cells = Math.min(size, this.thumbnails?.size ?? 0);
    if (cells !== this.#atlasCells) {
      const pixels = this.thumbnails && thumbnailPixels(this.thumbnails, cells, theme);
      this.#atlas = pixels && pictureOf(pixels);
      this.#atlasCells = cells;
    }
    return this.#atlas;
  }

  private draw(): void {
    const { grid, theme } = this;
    const canvas = this.renderRoot.querySelector('canvas');
    if (!grid || !theme || !canvas || this.clientWidth === 0) return;
    const plan = planGrid(grid, this.clientWidth, this.fills ? this.clientHeight : null);
    this.#plan = plan;
    const context = preparedContext(canvas, plan.width, plan.height);
    if (!context) return;
    drawGridGround(context, plan, theme);
    const atlas = this.atlas(plan.size, theme);
    if (atlas) drawThumbnails(context, plan, atlas);
    for (const head of this.ablated) drawCross(context, plan, head, theme);
    for (const [index, head] of (this.chosen ?? []).entries()) {
      drawFrame(context, plan, head, this.hasHues ? (theme.several[index] ?? theme.foreground) : theme.foreground, 2);
    }
    if (this.current && !this.isChosen(this.current)) drawFrame(context, plan, this.current, theme.muted, 1);
  }

  private isChosen(head: HeadRef): boolean {
    return this.chosen?.some(one => sameHeads([one], [head])) ?? false;
  }

  /** "L5H1, induction, prefix matching 0.926" */
  private describe(head: HeadRef): string {
    const at = head.layer * (this.grid?.nHeads ?? 0) + head.head;
    const score = this.known?.prefixMatching?.[at];
    const label = this.known?.labels.find(one => sameHeads([one.head], [head]))?.label;
    const parts = [
      formatHead(head),
      label,
      this.known?.types?.[at] ?? undefined,
      score === undefined || Number.isNaN(score) ? undefined : `prefix matching ${fixed(score, 3)}`,
      this.ablated.some(one => sameHeads([one], [head])) ? 'ablated' : undefined,
      this.isChosen(head) ? 'shown' : undefined,
    ];
    return parts.filter(part => part !== undefined).join(' · ');
  }

  /** The head that a menu is of. */
  headFor(event: MouseEvent): HeadRef | null {
    return this.headUnder(event) ?? this.current ?? this.chosen?.[0] ?? null;
  }

  private headUnder(event: MouseEvent): HeadRef | null {
    const place = this.renderRoot.querySelector('canvas')?.getBoundingClientRect();
    return place && this.#plan ? headAt(this.#plan, event.clientX - place.left, event.clientY - place.top) : null;
  }

  private readonly onMouseMove = (event: MouseEvent): void => {
    const head = this.headUnder(event);
    this.title = head ? this.describe(head) : '';
    this.onPoint(head);
  };

  private readonly onClick = (event: MouseEvent): void => {
    const head = this.headUnder(event);
    if (!head) return;
    this.current = head;
    this.onChoose(head, event.ctrlKey || event.metaKey);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const { grid } = this;
    if (!grid) return;
    const { layer, head } = this.current ?? this.chosen?.[0] ?? { layer: 0, head: 0 };
    const to = {
      ArrowLeft: { layer, head: Math.max(0, head - 1) },
      ArrowRight: { layer, head: Math.min(grid.nHeads - 1, head + 1) },
      ArrowUp: { layer: Math.max(0, layer - 1), head },
      ArrowDown: { layer: Math.min(grid.nLayers - 1, layer + 1), head },
    }[event.key];
    if (to) {
      this.current = to;
      this.onPoint(to);
    } else if ((event.key === 'Enter' || event.key === ' ') && this.current) {
      this.onChoose(this.current, event.ctrlKey || event.metaKey);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
}
