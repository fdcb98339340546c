import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { preparedContext } from '../../base/canvas';
import { onResize } from '../../base/onResize';
import { baseStyle } from '../../base/styles';
import type { Theme } from '../../base/theme';
import { drawScale } from './mapDrawing';
import { planMap } from './mapPlan';
import type { HeadTable } from '../headTable';
import type { ScalePlan } from './scalePlan';

/** Its marks need room below a map of few heads. */
const minWidth = 208;

/** The heat map's legend, as wide as the map above it. */
export class ScaleView extends LitElement {
  @property({ attribute: false }) accessor theme: Theme | null = null;
  @property({ attribute: false }) accessor table: HeadTable | null = null;
  @property({ attribute: false }) accessor plan: ScalePlan | null = null;

  static override readonly styles = [
    baseStyle,
    css`
      :host {
        display: block;
        height: 26px;
        overflow: hidden;
        scrollbar-width: thin;
        scrollbar-gutter: stable;
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
    const ticks = this.plan?.ticks.map(({ text }) => text).join(', ') ?? '';
    return html`<canvas role="img" aria-label="Colours: ${ticks}"></canvas>`;
  }

  override updated(): void {
    this.draw();
  }

  private draw(): void {
    const { theme, plan, table } = this;
    const canvas = this.renderRoot.querySelector('canvas');
    if (!canvas || !theme || !plan || !table || this.clientWidth === 0) return;
    const { left, width: ofMap } = planMap(table.grid, this.clientWidth, null);
    const width = Math.min(this.clientWidth, Math.max(minWidth, ofMap));
    const context = preparedContext(canvas, width, 26);
    if (context) drawScale(context, plan, theme, { left, width: width - left - 1 });
  }
}
