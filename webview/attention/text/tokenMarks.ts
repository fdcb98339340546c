import type { Theme } from '../../base/theme';

/** How the tokens of the text are painted: by a colour each, or by bars of several heads. */
export type TokenPaint = TintPaint | SeveralPaint;

interface Queries {
  /** The selected tokens. */
  readonly queries: readonly number[];
  /** Written above the first of them, "from" or "to"; empty for nothing. */
  readonly queryName: string;
}

export interface TintPaint extends Queries {
  readonly kind: 'tint';
  /** By token; empty for none. */
  readonly colours: readonly string[];
  /** Values written above their tokens, strongest first; the first of two that would touch is kept. */
  readonly values: readonly { readonly token: number; readonly text: string; readonly ink: string }[];
}

export interface SeveralPaint extends Queries {
  readonly kind: 'several';
  /** Signed shares of the longest bar, [head][token]: each head has a row below the tokens. */
  readonly shares: readonly Float32Array[];
  /** Shorter bars are not drawn. */
  readonly minShare: number;
}

/** Pixels. The break in a shorter bar, or the bar itself, could not be seen. */
const minWidth = 3;
const minBroken = 6;

/** Puts colours, outlines, values and bars on the spans of tokens. It sets styles itself, because rendering a template of 512 tokens takes too long. */
export class TokenMarks {
  paint(spans: ReadonlyMap<number, HTMLElement>, layer: HTMLElement, paint: TokenPaint | null, theme: Theme): void {
    const colours = paint?.kind === 'tint' ? paint.colours : [];
    const queries = new Set(paint?.queries);
    const keys = new Set(paint?.kind === 'tint' ? paint.values.map(({ token }) => token) : []);
    for (const [token, span] of spans) {
      const colour = colours[token] ?? '';
      if (span.style.backgroundColor !== colour) span.style.backgroundColor = colour;
      span.classList.toggle('query', queries.has(token));
      span.classList.toggle('key', keys.has(token));
      span.setAttribute('aria-selected', String(queries.has(token)));
    }
    layer.replaceChildren();
    if (!paint) return;
    if (paint.kind === 'several') this.drawBars(spans, layer, paint, theme);
    this.drawLabels(spans, layer, paint, theme);
  }

  private drawLabels(
    spans: ReadonlyMap<number, HTMLElement>,
    layer: HTMLElement,
    paint: TokenPaint,
    theme: Theme,
  ): void {
    const [query] = paint.queries;
    const labels = [
      ...(query !== undefined && paint.queryName !== ''
        ? [{ token: query, text: paint.queryName, ink: theme.foreground }]
        : []),
      ...(paint.kind === 'tint' ? paint.values.filter(({ token }) => token !== query || paint.queryName === '') : []),
    ];
    const origin = layer.getBoundingClientRect();
    const taken: DOMRect[] = [];
    for (const { token, text, ink } of labels) {
      const place = labelPlace(spans.get(token));
      if (!place) continue;
      const label = document.createElement('span');
      label.className = 'label';
      label.textContent = text;
      label.style.color = ink;
      label.style.left = `${place.left - origin.left}px`;
      label.style.top = `${place.top - origin.top - 10}px`;
      layer.append(label);
      const own = label.getBoundingClientRect();
      if (taken.some(other => touches(own, other))) label.remove();
      else taken.push(own);
    }
  }

  private drawBars(
    spans: ReadonlyMap<number, HTMLElement>,
    layer: HTMLElement,
    { shares, minShare }: SeveralPaint,
    theme: Theme,
  ): void {
    const origin = layer.getBoundingClientRect();
    const bars: HTMLElement[] = [];
    for (const [token, span] of spans) {
      if (!shares.some(row => Math.abs(row[token] ?? 0) >= minShare)) continue;
      const place = span.getBoundingClientRect();
      for (const [head, row] of shares.entries()) {
        const share = row[token] ?? 0;
        if (Math.abs(share) < minShare) continue;
        const bar = document.createElement('span');
        bar.className = share < 0 ? 'bar broken' : 'bar';
        bar.style.left = `${place.left - origin.left}px`;
        bar.style.top = `${place.bottom - origin.top - 1 + head * 3}px`;
        bar.style.width = `${barWidth(share, place.width)}px`;
        bar.style.color = theme.several[head] ?? theme.foreground;
        bars.push(bar);
      }
    }
    layer.append(...bars);
  }
}

/** By the square root of the share, as with colours. The sum of several tokens may exceed 1. */
function barWidth(share: number, tokenWidth: number): number {
  const width = Math.min(1, Math.sqrt(Math.abs(share))) * Math.max(8, tokenWidth - 1);
  return Math.max(share < 0 ? minBroken : minWidth, width);
}

/** Where the text of a token begins: after its space, which may be at the end of the line before. */
function labelPlace(span: HTMLElement | undefined): { readonly left: number; readonly top: number } | null {
  if (!span) return null;
  const rects = Array.from(span.getClientRects());
  const [first] = rects;
  if (!first) return null;
  const startsWithSpace = span.textContent.startsWith(' ');
  const next = rects[1];
  if (startsWithSpace && next) return { left: next.left, top: next.top };
  const space = startsWithSpace ? first.width / Math.max(1, span.textContent.length) : 0;
  return { left: first.left + space, top: first.top };
}

function touches(a: DOMRect, b: DOMRect): boolean {
  return Math.abs(a.top - b.top) < 8 && a.left < b.right + 5 && b.left < a.right + 5;
}
