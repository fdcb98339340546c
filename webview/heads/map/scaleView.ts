import * as l10n from '@vscode/l10n';
import { css, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { preparedContext } from '../../base/canvas';
import { CanvasElement } from '../../base/canvasElement';
import type { Theme } from '../../base/theme';
import type { HeadTable } from '../headTable';
import { drawScale } from './mapDrawing';
import { cellsWidth, planMap } from './mapPlan';
import type { ScalePlan } from './scalePlan';

/** The marks need as much room below a map of few heads. */
const minWidth = 208;

/** The heat map's legend, as wide as the map above it. */
export class ScaleView extends CanvasElement {
  @property({ attribute: false }) accessor theme: Theme | null = null;
  @property({ attribute: false }) accessor table: HeadTable | null = null;
  @property({ attribute: false }) accessor plan: ScalePlan | null = null;

  static override readonly styles = [
    CanvasElement.styles,
    css`
      :host {
        display: block;
        height: 26px;
        overflow: hidden;
        scrollbar-width: thin;
        scrollbar-gutter: stable;
      }
    `,
  ];

  override render(): TemplateResult {
    const ticks = this.plan?.ticks.map(({ text }) => text).join(', ') ?? '';
    return html`<canvas role="img" aria-label=${l10n.t('Colours: {0}', ticks)}></canvas>`;
  }

  protected override draw(canvas: HTMLCanvasElement): void {
    const { theme, plan, table } = this;
    if (!theme || !plan || !table) return;
    const map = planMap(table.grid, this.clientWidth, null);
    const width = Math.min(this.clientWidth, Math.max(minWidth, map.left + cellsWidth(map)));
    const context = preparedContext(canvas, width, 26);
    if (context) drawScale(context, plan, theme, { left: map.left, width: width - map.left - 1 });
  }
}

customElements.define('model-circuits-scale', ScaleView);

declare global {
  interface HTMLElementTagNameMap {
    'model-circuits-scale': ScaleView;
  }
}
