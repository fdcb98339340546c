import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { noop } from '../../base/noop';
import { onResize } from '../../base/onResize';
import { baseStyle } from '../../base/styles';
import type { Theme } from '../../base/theme';
import { visibleText, type TextPiece } from './textPieces';
import { TokenMarks, type TokenPaint } from './tokenMarks';

/** The document's text with its tokens: hovering previews a token, a click locks it. One tab stop; arrows go from token to token. */
export class TextView extends LitElement {
  @property({ attribute: false }) accessor pieces: readonly TextPiece[] = [];
  @property({ attribute: false }) accessor labels: readonly string[] = [];
  @property({ attribute: false }) accessor theme: Theme | null = null;
  /** How the tokens are painted; null for not at all. */
  @property({ attribute: false }) accessor paint: TokenPaint | null = null;
  @property({ attribute: false }) accessor onHover: (token: number | null) => void = noop;
  @property({ attribute: false }) accessor onLock: (token: number) => void = noop;

  readonly #marks = new TokenMarks();
  #spans: ReadonlyMap<number, HTMLElement> = new Map();
  #hovered: number | null = null;

  static override readonly styles = [
    baseStyle,
    css`
      :host {
        display: block;
      }
      .text {
        position: relative;
        font-family: var(--mono);
        font-size: var(--vscode-editor-font-size);
        line-height: 32px;
        color: var(--strong);
        max-width: 92ch;
      }
      .pieces {
        overflow-wrap: anywhere;
        tab-size: 4;
      }
      /* Not for their parent, which also holds the white space of the template. */
      .pieces > * {
        white-space: pre-wrap;
      }
      .text.several {
        line-height: 38px;
      }
      .text:focus-visible {
        outline-offset: 6px;
      }
      .t {
        position: relative;
        padding: 3px 0;
        border-radius: 2px;
        cursor: pointer;
        box-decoration-break: clone;
        -webkit-box-decoration-break: clone;
        background-clip: padding-box;
        border: 0 solid transparent;
        border-right-width: 1px;
        transition: background-color 80ms linear;
      }
      .t:hover {
        box-shadow: inset 0 -2px 0 color-mix(in srgb, var(--strong) 55%, transparent);
      }
      .t.query {
        outline: 1.5px solid var(--strong);
        z-index: 1;
      }
      .contrast .t.key {
        box-shadow: inset 0 0 0 1px var(--vscode-modelCircuits-attentionInk);
      }
      .chip {
        font: 11px/16px var(--vscode-font-family);
        padding: 2px 5px;
        border: 1px solid var(--hairline);
        border-radius: 3px;
        margin-right: 5px;
        color: var(--muted);
      }
      .shared {
        position: relative;
        display: inline-block;
        line-height: 20px;
      }
      .shared > .glyph {
        position: relative;
        pointer-events: none;
        z-index: 1;
      }
      .shared > .t {
        position: absolute;
        top: -1px;
        bottom: -3px;
        padding: 0;
      }
      .shared > .t::after {
        content: '';
        position: absolute;
        left: 1px;
        right: 1px;
        bottom: 0;
        height: 2px;
        background: var(--hairline);
      }
      .plain.stale {
        opacity: 0.62;
      }
      .edit {
        display: inline-block;
        width: 0;
        height: 20px;
        border-left: 2px dashed var(--vscode-editorWarning-foreground);
        margin: 0 3px -5px 2px;
      }
      .marks {
        position: absolute;
        inset: 0;
        pointer-events: none;
      }
      .label {
        position: absolute;
        font: 600 10px/12px var(--vscode-font-family);
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
      .bar {
        position: absolute;
        height: 2px;
        background: currentColor;
      }
      .bar.broken {
        background: repeating-linear-gradient(to right, currentColor 0 2px, transparent 2px 4px);
      }
    `,
  ];

  constructor() {
    super();
    onResize(this, () => this.repaint());
  }

  override render(): TemplateResult {
    const contrast = this.theme?.kind.startsWith('contrast') ?? false;
    const several = this.paint?.kind === 'several';
    const current = this.paint?.queries[0];
    return html`<div
      class="text ${contrast ? 'contrast' : ''} ${several ? 'several' : ''}"
      role="listbox"
      tabindex="0"
      aria-label=${l10n.t('Tokens of the text')}
      aria-activedescendant=${current === undefined ? nothing : tokenId(current)}
      @mouseover=${this.onMouseOver}
      @mouseleave=${() => this.hover(null)}
      @click=${this.onClick}
      @keydown=${this.onKey}
    >
      <div class="pieces" role="presentation">
        ${guard([this.pieces, this.labels], () =>
          repeat(
            this.pieces,
            (_, index) => index,
            piece => this.piece(piece),
          ),
        )}
      </div>
      <div class="marks" aria-hidden="true"></div>
    </div>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('pieces') || changed.has('labels')) this.#spans = this.findSpans();
    this.repaint();
  }

  private piece(piece: TextPiece): TemplateResult {
    switch (piece.kind) {
      case 'start':
        return this.token(piece.token, 't chip', l10n.t('start'), undefined, `${l10n.t('start')} `);
      case 'token':
        return this.token(piece.token, 't', visibleText(piece.text));
      case 'shared': {
        const count = piece.tokens.length;
        return html`<span class="shared" role="presentation"
          ><span class="glyph" aria-hidden="true">${visibleText(piece.text)}</span>${piece.tokens.map((token, index) =>
            this.token(token, 't', '', { left: (100 * index) / count, width: 100 / count }),
          )}</span
        >`;
      }
      case 'plain':
        return html`<span class="plain ${piece.isStale ? 'stale' : ''}" role="presentation"
          >${visibleText(piece.text)}</span
        >`;
      case 'edit':
        return html`<span class="edit" role="presentation"></span>`;
    }
  }

  private token(
    token: number,
    name: string,
    text: string,
    place?: { left: number; width: number },
    spoken = '',
  ): TemplateResult {
    const style = place ? `left: ${place.left}%; width: ${place.width}%` : '';
    return html`<span
      class=${name}
      id=${tokenId(token)}
      role="option"
      aria-selected="false"
      aria-label="${spoken}${this.labels[token] ?? ''} ${token}"
      .style=${style}
      data-token=${token}
      >${text}</span
    >`;
  }

  private findSpans(): Map<number, HTMLElement> {
    const spans = this.renderRoot.querySelectorAll<HTMLElement>('[data-token]');
    return new Map(Array.from(spans, span => [Number(span.dataset.token), span]));
  }

  private repaint(): void {
    const layer = this.renderRoot.querySelector<HTMLElement>('.marks');
    if (layer && this.theme) this.#marks.paint(this.#spans, layer, this.paint, this.theme);
  }

  private readonly onMouseOver = (event: MouseEvent): void => this.hover(tokenOf(event));

  private hover(token: number | null): void {
    if (token === this.#hovered) return;
    this.#hovered = token;
    this.onHover(token);
  }

  private readonly onClick = (event: MouseEvent): void => {
    const token = tokenOf(event);
    if (token !== null) this.onLock(token);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const next = this.nextToken(event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.onLock(next);
    this.#spans.get(next)?.scrollIntoView({ block: 'nearest' });
  };

  private nextToken(key: string): number | null {
    const order = [...this.#spans.keys()].toSorted((a, b) => a - b);
    const current = this.paint?.queries[0] ?? null;
    const at = current === null ? -1 : order.indexOf(current);
    switch (key) {
      case 'ArrowRight':
        return order[Math.min(order.length - 1, at + 1)] ?? null;
      case 'ArrowLeft':
        return order[Math.max(0, at - 1)] ?? null;
      case 'Home':
        return order[0] ?? null;
      case 'End':
        return order.at(-1) ?? null;
      case 'ArrowUp':
      case 'ArrowDown':
        return current === null ? (order[0] ?? null) : this.tokenInLine(current, key === 'ArrowUp' ? -1 : 1);
      default:
        return null;
    }
  }

  /** The token nearest in the line above or below. */
  private tokenInLine(from: number, step: 1 | -1): number | null {
    const here = this.#spans.get(from)?.getBoundingClientRect();
    if (!here) return null;
    let best: { readonly token: number; readonly away: number } | null = null;
    for (const [token, span] of this.#spans) {
      const place = span.getBoundingClientRect();
      const lines = Math.round((place.top - here.top) / here.height);
      if (lines * step <= 0) continue;
      const away = Math.abs(lines) * 10_000 + Math.abs(place.left - here.left);
      if (!best || away < best.away) best = { token, away };
    }
    return best?.token ?? null;
  }
}

customElements.define('model-circuits-text', TextView);

declare global {
  interface HTMLElementTagNameMap {
    'model-circuits-text': TextView;
  }
}

function tokenOf(event: Event): number | null {
  const [target] = event.composedPath();
  const span = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-token]') : null;
  return span ? Number(span.dataset.token) : null;
}

function tokenId(token: number): string {
  return `token-${token}`;
}
