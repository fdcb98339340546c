import * as l10n from '@vscode/l10n';
import { css, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import type { AttentionViewHeads } from '../../../src/shared/contracts/attentionViewContract';
import type { Thumbnails } from '../../../src/shared/contracts/engineContract';
import {
  formatHead,
  headAtIndex,
  indexOfHead,
  sameHeads,
  type HeadGrid,
  type HeadRef,
} from '../../../src/shared/heads';
import { fixed } from '../../../src/shared/numberText';
import { drawFrame } from '../../base/headGrid/headGridDrawing';
import { HeadGridElement } from '../../base/headGrid/headGridElement';
import { boxOf, type Box, type HeadGridPlan } from '../../base/headGrid/headGridPlan';
import { noop } from '../../base/noop';
import { pictureOf } from '../../base/canvas';
import type { Theme } from '../../base/theme';
import { typeName } from '../../base/typeGlyph';
import { drawAblated, drawThumbnailGround, drawThumbnails, planThumbnails, thumbnailPixels } from './thumbnailDrawing';

/** The pattern of each head as a thumbnail. A click, Enter or Space shows a head, with Ctrl/⌘ beside those on show. */
export class HeadGridView extends HeadGridElement {
  @property({ attribute: false }) accessor grid: HeadGrid | null = null;
  @property({ attribute: false }) accessor thumbnails: Thumbnails | null = null;
  /** The heads on show; null for all. */
  @property({ attribute: false }) accessor chosen: readonly HeadRef[] | null = null;
  @property({ attribute: false }) accessor hasHues = false;
  @property({ attribute: false }) accessor ablated: readonly HeadRef[] = [];
  @property({ attribute: false }) accessor known: AttentionViewHeads | null = null;
  /** Whether the grid fills the height that it is given. If not, it is as high as its thumbnails. */
  @property({ attribute: false }) accessor fills = false;
  @property({ attribute: false }) accessor onChoose: (head: HeadRef, add: boolean) => void = noop;
  /** The pointer or an arrow key is at a head, which is not chosen by that; null when the pointer has left the heads. */
  @property({ attribute: false }) accessor onPoint: (head: HeadRef | null) => void = noop;

  #atlas: HTMLCanvasElement | null = null;
  #atlasCells = 0;

  static override readonly styles = [
    HeadGridElement.styles,
    css`
      :host {
        display: block;
        min-height: 0;
      }
      .grid:focus-visible {
        outline-offset: 2px;
      }
    `,
  ];

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('thumbnails') || changed.has('theme')) this.#atlasCells = 0;
    super.updated(changed);
  }

  /** The head that a context menu is about. */
  headFor(event: MouseEvent): HeadRef | null {
    return this.refOf(this.headUnder(event) ?? this.current) ?? this.chosen?.[0] ?? null;
  }

  protected override get headGrid(): HeadGrid | null {
    return this.grid;
  }

  protected override get label(): string {
    return l10n.t('All heads, layer by head');
  }

  protected override keyStart(): number {
    const [first] = this.chosen ?? [];
    return first && this.grid ? indexOfHead(this.grid, first) : 0;
  }

  protected override planHeads(grid: HeadGrid): HeadGridPlan {
    return planThumbnails(grid, this.clientWidth, this.fills ? this.clientHeight : null);
  }

  protected override drawHeads(context: CanvasRenderingContext2D, plan: HeadGridPlan, theme: Theme): void {
    const { current, hasHues } = this;
    const boxOfRef = (head: HeadRef): Box => boxOf(plan, indexOfHead(plan.grid, head));
    drawThumbnailGround(context, plan, theme);
    const atlas = this.atlas(plan.box.width, theme);
    if (atlas) drawThumbnails(context, plan, atlas);
    for (const head of this.ablated) drawAblated(context, boxOfRef(head), theme);
    for (const [index, head] of (this.chosen ?? []).entries()) {
      const colour = hasHues ? (theme.several[index] ?? theme.foreground) : theme.foreground;
      drawFrame(context, boxOfRef(head), colour, 2, 1);
    }
    if (current !== null && !this.isSelected(current)) drawFrame(context, boxOf(plan, current), theme.muted, 1, 1);
  }

  /** "L5H1 · induction · prefix matching 0.926" */
  protected override describe(index: number): string {
    const { known } = this;
    const head = this.refOf(index);
    if (!head) return '';
    const type = known?.types?.[index];
    const score = known?.prefixMatching?.[index];
    const label = known?.labels.find(one => sameHeads([one.head], [head]))?.label;
    const parts = [
      formatHead(head),
      label,
      type ? typeName(type) : undefined,
      score === undefined || Number.isNaN(score) ? undefined : l10n.t('prefix matching {0}', fixed(score, 3)),
      this.ablated.some(one => sameHeads([one], [head])) ? l10n.t('ablated') : undefined,
      this.isSelected(index) ? l10n.t('shown') : undefined,
    ];
    return parts.filter(part => part !== undefined).join(' · ');
  }

  protected override isSelected(index: number): boolean {
    const head = this.refOf(index);
    return head !== null && (this.chosen?.some(one => sameHeads([one], [head])) ?? false);
  }

  protected override pointAt(index: number | null): void {
    this.title = index === null ? '' : this.describe(index);
    this.onPoint(this.refOf(index));
  }

  protected override moveTo(index: number): void {
    this.current = index;
    this.onPoint(this.refOf(index));
  }

  protected override choose(index: number, event: MouseEvent | KeyboardEvent): void {
    this.current = index;
    const head = this.refOf(index);
    if (head) this.onChoose(head, event.ctrlKey || event.metaKey);
  }

  private refOf(index: number | null): HeadRef | null {
    return index !== null && this.grid ? headAtIndex(this.grid, index) : null;
  }

  /** The thumbnails as a picture, made again when they, the theme or the size of a thumbnail change. */
  private atlas(size: number, theme: Theme): HTMLCanvasElement | null {
    const cells = Math.min(size, this.thumbnails?.size ?? 0);
    if (cells !== this.#atlasCells) {
      const pixels = this.thumbnails && thumbnailPixels(this.thumbnails, cells, theme);
      this.#atlas = pixels && pictureOf(pixels);
      this.#atlasCells = cells;
    }
    return this.#atlas;
  }
}

customElements.define('model-circuits-head-grid', HeadGridView);

declare global {
  interface HTMLElementTagNameMap {
    'model-circuits-head-grid': HeadGridView;
  }
}
