import * as l10n from '@vscode/l10n';
import { css, type CSSResultGroup, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { HeadGrid } from '../../../src/shared/heads';
import { preparedContext } from '../canvas';
import { CanvasElement } from '../canvasElement';
import { canvasGrid } from '../canvasGrid';
import type { Theme } from '../theme';
import { headAfterKey } from './headGridKeys';
import { boxOf, headAt, type HeadGridPlan } from './headGridPlan';

/**
 * Base of an element that shows all heads on a canvas, layers down and heads across. It has one tab stop: arrow keys go from
 * head to head, Enter and Space choose one. A subclass plans the sizes, draws the heads and describes one in words. Heads are
 * given by their index in model order.
 */
export abstract class HeadGridElement extends CanvasElement {
  @property({ attribute: false }) accessor theme: Theme | null = null;
  /** The head that the keyboard is at; null before it has been at any. */
  @property({ attribute: false }) accessor current: number | null = null;

  /** As last drawn. */
  protected plan: HeadGridPlan | null = null;

  static override readonly styles: CSSResultGroup = [
    CanvasElement.styles,
    css`
      .grid {
        cursor: pointer;
        width: max-content;
      }
    `,
  ];

  protected abstract get headGrid(): HeadGrid | null;
  /** Says what the grid shows. */
  protected abstract get label(): string;
  protected abstract planHeads(grid: HeadGrid): HeadGridPlan;
  protected abstract drawHeads(context: CanvasRenderingContext2D, plan: HeadGridPlan, theme: Theme): void;
  /** All that the canvas shows of a head, in one line. */
  protected abstract describe(head: number): string;
  protected abstract isSelected(head: number): boolean;
  /** The pointer is at this head, or has left the heads. */
  protected abstract pointAt(head: number | null): void;
  protected abstract moveTo(head: number): void;
  protected abstract choose(head: number, event: MouseEvent | KeyboardEvent): void;

  override render(): TemplateResult {
    const { headGrid: grid, current } = this;
    return canvasGrid({
      label: this.label,
      rows: grid?.nLayers ?? 0,
      columns: grid?.nHeads ?? 0,
      isMultiselectable: true,
      current:
        grid && current !== null && current < grid.nLayers * grid.nHeads
          ? {
              row: Math.floor(current / grid.nHeads),
              column: current % grid.nHeads,
              text: this.describe(current),
              isSelected: this.isSelected(current),
            }
          : null,
      emptyText: l10n.t('no head'),
      onClick: event => {
        const head = this.headUnder(event);
        if (head !== null) this.choose(head, event);
      },
      onMove: event => this.pointAt(this.headUnder(event)),
      onLeave: () => this.pointAt(null),
      onKey: this.onKey,
    });
  }

  /** The head from which an arrow key starts while none is current. Null: the key goes to the first head. */
  protected keyStart(): number | null {
    return null;
  }

  /** The head that Enter and Space choose. */
  protected keyTarget(): number | null {
    return this.current;
  }

  protected override draw(canvas: HTMLCanvasElement): void {
    const { headGrid: grid, theme } = this;
    if (!grid || !theme) return;
    const plan = this.planHeads(grid);
    this.plan = plan;
    const context = preparedContext(canvas, plan.width, plan.height);
    if (context) this.drawHeads(context, plan, theme);
  }

  protected headUnder(event: MouseEvent): number | null {
    const point = this.pointOf(event);
    return point && this.plan ? headAt(this.plan, point.x, point.y) : null;
  }

  /** Where a head is in the window. */
  protected placeOf(head: number): DOMRect | null {
    const canvas = this.canvas?.getBoundingClientRect();
    if (!canvas || !this.plan) return null;
    const { x, y, width, height } = boxOf(this.plan, head);
    return new DOMRect(canvas.left + x, canvas.top + y, width, height);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const { headGrid: grid } = this;
    if (!grid || event.altKey) return;
    const from = this.current ?? this.keyStart();
    const target = this.keyTarget();
    const to = headAfterKey(grid, from ?? 0, event.key);
    if (to !== null) this.moveTo(from === null ? 0 : to);
    else if ((event.key === 'Enter' || event.key === ' ') && target !== null) this.choose(target, event);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
