import * as l10n from '@vscode/l10n';
import { html, render, svg, type TemplateResult } from 'lit';
import { textWidth } from './canvas';
import type { Theme } from './theme';

/** A picture for a file, with the text that a reader needs to understand it. */
export interface Figure {
  readonly title: string;
  /** One line each: checkpoint, recipe and version, seed, rows, ablation. Lines wider than the picture are broken. */
  readonly caption: readonly string[];
  readonly width: number;
  readonly height: number;
  /** An `svg` template, from 0, 0 to width, height. Pixels are an <image> with a data: address. */
  readonly picture: TemplateResult;
  readonly theme: Theme;
}

const margin = 16;
const titleHeight = 20;
const lineHeight = 16;
/** Letters may be a little wider on the machine that opens the file. */
const slack = 1.04;
const minWidth = 360;
/** A picture is made wider for the longest word of its caption, up to this: a hash in one piece can be searched for. */
const maxForWord = 480;
const captionStyle = '11px';
/** Pixels of a PNG for each pixel of the figure: sharp on a fine screen and in print. */
const pngScale = 3;

/** The figure as an SVG file, which holds its fonts' names and colours. */
export function figureSvg(figure: Figure): string {
  const { title, theme, picture, height } = figure;
  const widthOf = (text: string, style: string): number => slack * textWidth(text, `${style} ${theme.fontFamily}`);
  const width = widthFor(figure, word => widthOf(word, captionStyle));
  const broken = (text: string, style: string): string[] => brokenLine(text, width, part => widthOf(part, style));
  const titles = broken(title, '600 14px');
  const lines = figure.caption.flatMap(line => broken(line, captionStyle));
  const top = margin + titles.length * titleHeight + 4;
  const captionTop = top + height + lineHeight;
  const size = { width: width + 2 * margin, height: captionTop + lines.length * lineHeight + margin / 2 };
  const holder = document.createElement('div');
  render(
    html`<svg
      xmlns="http://www.w3.org/2000/svg"
      width=${size.width}
      height=${size.height}
      viewBox="0 0 ${size.width} ${size.height}"
      font-family=${theme.fontFamily}
    >
      <title>${title}</title>
      <rect width="100%" height="100%" fill=${theme.background} />
      ${titles.map(
        (line, index) =>
          svg`<text x=${margin} y=${margin + 10 + index * titleHeight} font-size="14" font-weight="600" fill=${theme.foreground}>${line}</text>`,
      )}
      <g transform="translate(${margin} ${top})">${picture}</g>
      ${lines.map(
        (line, index) =>
          svg`<text x=${margin} y=${captionTop + index * lineHeight + 6} font-size="11" fill=${theme.muted}>${line}</text>`,
      )}
    </svg>`,
    holder,
  );
  return serialized(holder);
}

/** The figure as a PNG file. */
export async function figurePng(figure: Figure): Promise<Uint8Array> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(figureSvg(figure))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * pngScale;
  canvas.height = image.naturalHeight * pngScale;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error(l10n.t('The picture could not be written as PNG.'));
  return new Uint8Array(await blob.arrayBuffer());
}

/** The text of the root <svg> in a rendered template, without the comments that Lit leaves there. */
function serialized(holder: HTMLElement): string {
  const root = holder.querySelector('svg');
  if (!root) throw new Error('A figure has no picture.');
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const marks: Comment[] = [];
  while (walker.nextNode()) if (walker.currentNode instanceof Comment) marks.push(walker.currentNode);
  for (const mark of marks) mark.remove();
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
}

/** The width of a figure: that of its picture, or more for its caption. */
export function widthFor(
  { width, caption }: Pick<Figure, 'width' | 'caption'>,
  widthOf: (word: string) => number,
): number {
  const widest = Math.max(0, ...caption.flatMap(line => line.split(' ')).map(widthOf));
  return Math.max(minWidth, width, Math.min(maxForWord, Math.ceil(widest)));
}

/** Breaks a text into lines no wider than `width`, within a word if the word is wider. SVG does not break lines. */
export function brokenLine(line: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (widthOf(longer) <= width) {
      current = longer;
      continue;
    }
    if (current !== '') lines.push(current);
    const parts = brokenWord(word, width, widthOf);
    lines.push(...parts.slice(0, -1));
    current = parts.at(-1) ?? '';
  }
  return [...lines, current];
}

/** Breaks a word into parts that fit, each of at least one character. */
function brokenWord(word: string, width: number, widthOf: (text: string) => number): string[] {
  const parts: string[] = [];
  let current = '';
  for (const character of word) {
    if (current !== '' && widthOf(current + character) > width) {
      parts.push(current);
      current = '';
    }
    current += character;
  }
  return [...parts, current];
}
