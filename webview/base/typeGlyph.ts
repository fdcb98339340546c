import * as l10n from '@vscode/l10n';
import { svg, html, type TemplateResult } from 'lit';
import type { HeadType } from '../../src/shared/headTypes';
import type { Theme } from './theme';

interface Glyph {
  /** Drawn in a square of 12 × 12. */
  readonly path: string;
  readonly isFilled: boolean;
  /** Index in the theme's `several`. */
  readonly hue: number;
}

const glyphs: Readonly<Record<HeadType, Glyph>> = {
  induction: { path: 'M6 1.5 11 10.5H1Z', isFilled: true, hue: 0 },
  'anti-induction': { path: 'M1 1.5H11L6 10.5Z', isFilled: false, hue: 1 },
  'prefix only': { path: 'M6 .8 11.2 6 6 11.2.8 6Z', isFilled: false, hue: 3 },
  'previous token': { path: 'M9.5 1V11L1.5 6Z', isFilled: true, hue: 2 },
  'duplicate token': { path: 'M1 2.2H11V4.8H1ZM1 7.2H11V9.8H1Z', isFilled: true, hue: 5 },
};

/** The name of a type in the user's language. Filters and files use the type itself. */
export function typeName(type: HeadType): string {
  switch (type) {
    case 'induction':
      return l10n.t('induction');
    case 'anti-induction':
      return l10n.t('anti-induction');
    case 'prefix only':
      return l10n.t('prefix only');
    case 'previous token':
      return l10n.t('previous token');
    case 'duplicate token':
      return l10n.t('duplicate token');
  }
}

/** The name of a type in one word. */
export function shortTypeName(type: HeadType): string {
  switch (type) {
    case 'induction':
      return l10n.t('induction');
    case 'anti-induction':
      return l10n.t('anti');
    case 'prefix only':
      return l10n.t('prefix');
    case 'previous token':
      return l10n.t('previous');
    case 'duplicate token':
      return l10n.t('duplicate');
  }
}

/** The mark of a type. It stands beside its name, so screen readers skip it. */
export function typeGlyph(type: HeadType, theme: Theme): TemplateResult {
  const { path, isFilled, hue } = glyphs[type];
  const colour = theme.several[hue] ?? theme.foreground;
  return html`<svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
    ${svg`<path d=${path} fill=${isFilled ? colour : 'none'} stroke=${colour} stroke-width=${isFilled ? 0.6 : 1.6} stroke-linejoin="round" />`}
  </svg>`;
}

/** Draws the mark of a type on a canvas, with its upper left corner at x, y; in `colour`, or in the type's own if that is null. */
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
