import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { preparedContext } from '../../base/canvas';
import { baseStyle } from '../../base/styles';
import type { Theme } from '../../base/theme';
import type { Colouring } from '../colouring';
import { legendTicks } from './legendTicks';

const width = 152;
const margin = 14;
/** The bars look as in the text, without the hues: the negative half is broken. */
const barHeight = 2;
const dash = 2;

/** The scale of the text's colours, or of the lengths of its bars. */
export class Legend extends LitElement {
  @property({ attribute: false }) accessor theme: Theme | null = null;
  @property({ attribute: false }) accessor colouring: Colouring = 'attention';
  /** Whether it is the scale of bars of several heads, not of colours. */
  @property({ attribute: false }) accessor isOfBars = false;
  /** The value with the strongest colour, or with the longest bar. */
  @property({ attribute: false }) accessor full = 1;
  @property({ attribute: false }) accessor unit = 'nats';
  /** Whether a rise of the ablation's metric is worse: it is for a loss, and not for a logit difference. */
  @property({ attribute: false }) accessor isRiseWorse = true;

  static override readonly styles = [
    baseStyle,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        flex: none;
        font-size: 11px;
        color: var(--muted);
      }
      canvas {
        display: block;
      }
    `,
  ];

  override render(): TemplateResult {
    const ticks = legendTicks(this.colouring, this.full);
    const [from, to] = [ticks[0]?.text ?? '', ticks.at(-1)?.text ?? ''];
    const meaning = this.isOfBars
      ? l10n.t('Lengths of bars, the longest as long as their token, from {0} to {1}', from, to)
      : l10n.t('Colours from {0} to {1}', from, to);
    return html`<span>${this.axisName()}</span
      ><canvas role="img" aria-label=${meaning} title=${this.isOfBars ? meaning : nothing}></canvas>`;
  }

  private axisName(): string {
    switch (this.colouring) {
      case 'attention':
        return l10n.t('weight');
      case 'valueWeighted':
        return 'A·‖v W_O‖';
      case 'logitAttribution':
        return l10n.t('logit');
      case 'loss':
        return l10n.t('nats');
      case 'delta':
        return `Δ ${this.unit}`;
    }
  }

  override updated(): void {
    const { theme } = this;
    const canvas = this.renderRoot.querySelector('canvas');
    const context = canvas && preparedContext(canvas, width + 2 * margin, 24);
    if (!context || !theme) return;
    if (this.isOfBars) this.drawBars(context, theme);
    else this.drawColours(context, theme);
    context.font = `10px ${theme.fontFamily}`;
    context.fillStyle = theme.muted;
    for (const { at, text } of legendTicks(this.colouring, this.full)) {
      const wide = context.measureText(text).width;
      // Centred at its tick, but not cut: "+10.0" is wider than the margin.
      const left = margin + at * width - wide / 2;
      context.fillText(text, Math.max(0, Math.min(width + 2 * margin - wide, left)), 21);
    }
  }

  private drawColours(context: CanvasRenderingContext2D, theme: Theme): void {
    const colours = this.colours(theme);
    const step = width / colours.length;
    for (const [index, colour] of colours.entries()) {
      context.fillStyle = colour;
      context.fillRect(margin + index * step, 2, step + 0.4, 8);
    }
  }

  private drawBars(context: CanvasRenderingContext2D, theme: Theme): void {
    const zero = this.colouring === 'logitAttribution' ? width / 2 : 0;
    context.fillStyle = theme.foreground;
    context.fillRect(margin + zero, 5, width - zero, barHeight);
    for (let x = zero - dash; x >= 0; x -= 2 * dash) context.fillRect(margin + x, 5, dash, barHeight);
    for (const { at } of legendTicks(this.colouring, this.full)) context.fillRect(margin + at * width - 0.5, 2, 1, 8);
  }

  private colours(theme: Theme): string[] {
    switch (this.colouring) {
      case 'attention':
      case 'valueWeighted':
        return [...theme.attention];
      case 'logitAttribution':
        return [...theme.loss.toReversed(), ...theme.gain];
      case 'loss':
        return [...theme.loss];
      case 'delta':
        return this.isRiseWorse
          ? [...theme.gain.toReversed(), ...theme.loss]
          : [...theme.loss.toReversed(), ...theme.gain];
    }
  }
}

customElements.define('model-circuits-legend', Legend);

declare global {
  interface HTMLElementTagNameMap {
    'model-circuits-legend': Legend;
  }
}
