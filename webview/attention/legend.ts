import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { fixed, signed } from '../../src/shared/numberText';
import { preparedContext } from '../base/canvas';
import { baseStyle } from '../base/styles';
import type { Theme } from '../base/theme';
import type { Colouring } from './colouring';

const width = 152;
const margin = 10;
/** From here on the last colour. */
const mostNats = 8;

/** What the colours mean, in numbers. */
export class Legend extends LitElement {
  @property({ attribute: false }) accessor theme: Theme | null = null;
  @property({ attribute: false }) accessor colouring: Colouring = 'attention';
  /** The value with the strongest colour. */
  @property({ attribute: false }) accessor full = 1;
  @property({ attribute: false }) accessor unit = 'nats';

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
    const ticks = this.ticks();
    const range = `${ticks[0]?.text ?? ''} to ${ticks.at(-1)?.text ?? ''}`;
    return html`<span>${names[this.colouring]}</span><canvas role="img" aria-label="Colours from ${range}"></canvas>`;
  }

  override updated(): void {
    const { theme } = this;
    const canvas = this.renderRoot.querySelector('canvas');
    const context = canvas && preparedContext(canvas, width + 2 * margin, 24);
    if (!context || !theme) return;
    const colours = this.colours(theme);
    const step = width / colours.length;
    for (const [index, colour] of colours.entries()) {
      context.fillStyle = colour;
      context.fillRect(margin + index * step, 2, step + 0.4, 8);
    }
    context.font = `10px ${theme.fontFamily}`;
    context.fillStyle = theme.muted;
    context.textAlign = 'center';
    for (const { at, text } of this.ticks()) context.fillText(text, margin + at * width, 21);
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
        return [...theme.gain.toReversed(), ...theme.loss];
    }
  }

  /** Where along the colours a number stands: by the square root where the colours are. */
  private ticks(): { readonly at: number; readonly text: string }[] {
    const shares = [0, 0.1, 0.25, 0.5, 1];
    const halves = [-1, -0.25, 0, 0.25, 1];
    switch (this.colouring) {
      case 'attention':
        return shares.map(at => ({ at: Math.sqrt(at), text: String(at).replace(/^0\./, '.') }));
      case 'valueWeighted':
        return shares.map(at => ({ at: Math.sqrt(at), text: fixed(at * this.full, this.full < 10 ? 1 : 0) }));
      case 'logitAttribution':
        return halves.map(at => ({
          at: 0.5 + (Math.sign(at) * Math.sqrt(Math.abs(at))) / 2,
          text: signed(at * this.full, 1),
        }));
      case 'loss':
        return [0, 2, 4, 6, mostNats].map(nats => ({
          at: nats / mostNats,
          text: nats === mostNats ? `${nats}+` : String(nats),
        }));
      case 'delta':
        return [-mostNats, -4, 0, 4, mostNats].map(nats => ({
          at: 0.5 + nats / mostNats / 2,
          text: signed(nats, 0),
        }));
    }
  }
}
