import { html, render, svg, type TemplateResult } from 'lit';
import { textWidth } from './textWidth';
import type { Theme } from './theme';

/** A picture with what has to be known to read it, as it leaves the extension. */
export interface Figure {
  readonly title: string;
  /** One line each: checkpoint, recipe and version, seed, rows, ablation. Broken where it is wider than the picture. */
  readonly caption: readonly string[];
  readonly width: number;
  readonly height: number;
  /** An `svg` template, from 0, 0 to width, height. Of pixels an <image> with a data: address. */
  readonly picture: TemplateResult;
  readonly theme: Theme;
}

const margin = 16;
const titleHeight = 20;
const lineHeight = 16;
/** Where the file is opened letters may be a little wider. */
const slack = 1.04;
const minWidth = 360;
/** A picture is made wider for a caption's longest word up to here: a hash in one piece can be searched for. */
const maxForWord = 480;
const captionStyle = '11px';
/** Pixels of a PNG for each of the figure's: sharp on a fine screen and in print. */
const pngScale = 3;

/** The figure as an SVG file: one element, with fonts and colours in it. */
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

/** The same as pixels. */
export async function figurePng(figure: Figure): Promise<Uint8Array> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(figureSvg(figure))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * pngScale;
  canvas.height = image.naturalHeight * pngScale;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture could not be written as PNG.');
  return new Uint8Array(await blob.arrayBuffer());
}

/** Of a template's root <svg>, without the marks that Lit leaves in the page. */
function serialized(holder: HTMLElement): string {
  const root = holder.querySelector('svg');
  if (!root) throw new Error('A figure has no picture.');
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const marks: Comment[] = [];
  while (walker.nextNode()) if (walker.currentNode instanceof Comment) marks.push(walker.currentNode);
  for (const mark of marks) mark.remove();
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
}

/** How wide a figure is: as its picture, but not too narrow for its caption. */
export function widthFor(
  { width, caption }: Pick<Figure, 'width' | 'caption'>,
  widthOf: (word: string) => number,
): number {
  const widest = Math.max(0, ...caption.flatMap(line => line.split(' ')).map(widthOf));
  return Math.max(minWidth, width, Math.min(maxForWord, Math.ceil(widest)));
}

/** SVG does not break lines: into such as are no wider than `width`, within words that are. */
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

/** A word in parts that fit, of one character at least. */
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
