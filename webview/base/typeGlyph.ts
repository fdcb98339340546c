import { svg, html, type TemplateResult } from 'lit';
import type { HeadType } from '../../src/shared/headTypes';
import type { Theme } from './theme';

interface Glyph {
  /** In a square of 12. */
  readonly path: string;
  readonly isFilled: boolean;
  /** Which of the theme's `several`. */
  readonly hue: number;
  /** Where space is short. */
  readonly short: string;
}

const glyphs: Readonly<Record<HeadType, Glyph>> = {
  induction: { path: 'M6 1.5 11 10.5H1Z', isFilled: true, hue: 0, short: 'induction' },
  'anti-induction': { path: 'M1 1.5H11L6 10.5Z', isFilled: false, hue: 1, short: 'anti' },
  'prefix only': { path: 'M6 .8 11.2 6 6 11.2.8 6Z', isFilled: false, hue: 3, short: 'prefix' },
  'previous token': { path: 'M9.5 1V11L1.5 6Z', isFilled: true, hue: 2, short: 'previous' },
  'duplicate token': { path: 'M1 2.2H11V4.8H1ZM1 7.2H11V9.8H1Z', isFilled: true, hue: 5, short: 'duplicate' },
};

export function shortTypeName(type: HeadType): string {
  return glyphs[type].short;
}

/** The mark of a type beside text, which names it. */
export function typeGlyph(type: HeadType, theme: Theme): TemplateResult {
  const { path, isFilled, hue } = glyphs[type];
  const colour = theme.several[hue] ?? theme.foreground;
  return html`<svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
    ${svg`<path d=${path} fill=${isFilled ? colour : 'none'} stroke=${colour} stroke-width=${isFilled ? 0.6 : 1.6} stroke-linejoin="round" />`}
  </svg>`;
}

/** The mark of a type on a canvas, with its upper left corner at x, y; `colour` in place of its own where it stands on one. */
export function drawTypeGlyph(
  context: CanvasRenderingContext2D,
  type: HeadType,
  theme: Theme,
  {
    x,
    y,
    size,
    colour,
  }: { readonly x: number; readonly y: number; readonly size: number; readonly colour: string | null },
): void {
  const { path, isFilled, hue } = glyphs[type];
  const shape = new Path2D(path);
  context.save();
  context.translate(x, y);
  context.scale(size / 12, size / 12);
  context.fillStyle = context.strokeStyle = colour ?? theme.several[hue] ?? theme.foreground;
  context.lineWidth = isFilled ? 0.6 : 2;
  if (isFilled) context.fill(shape);
  context.stroke(shape);
  context.restore();
}
