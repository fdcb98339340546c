import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { preparedContext } from '../../base/canvas';
import { baseStyle } from '../../base/styles';
import type { Theme } from '../../base/theme';
import type { Colouring } from '../colouring';
import { legendTicks } from './legendTicks';

const width = 152;
const margin = 14;
/** As the bars in the text, but for their hues: a negative one is broken. */
const barHeight = 2;
const dash = 2;

/** What the colours mean, or the lengths of bars, in numbers. */
export class Legend extends LitElement {
  @property({ attribute: false }) accessor theme: Theme | null = null;
  @property({ attribute: false }) accessor colouring: Colouring = 'attention';
  /** Whether bars of several heads are drawn, not colours. */
  @property({ attribute: false }) accessor isOfBars = false;
  /** The value with the strongest colour, or of the longest bar. */
  @property({ attribute: false }) accessor full = 1;
  @property({ attribute: false }) accessor unit = 'nats';
  /** Of what an ablation is judged by: more of a loss is worse, of a logit difference less is. */
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
    const names: Readonly<Record<Colouring, string>> = {
      attention: 'weight',
      valueWeighted: 'A·‖v W_O‖',
      logitAttribution: 'logit',
      loss: 'nats',
      delta: `Δ ${this.unit}`,
    };
    const ticks = legendTicks(this.colouring, this.full);
    const range = `${ticks[0]?.text ?? ''} to ${ticks.at(-1)?.text ?? ''}`;
    const what = this.isOfBars ? 'Lengths of bars, the longest as long as their token,' : 'Colours';
    return html`<span>${names[this.colouring]}</span
      ><canvas
        role="img"
        aria-label="${what} from ${range}"
        title=${this.isOfBars ? `${what} from ${range}` : nothing}
      ></canvas>`;
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
      // About its place, but whole: "+10.0" is wider than the margins leave room for.
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
