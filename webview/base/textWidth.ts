let context: CanvasRenderingContext2D | null = null;

/** How wide a text is in a font, "600 14px sans-serif". SVG has to be told where its texts end. */
export function textWidth(text: string, font: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return 0;
  context.font = font;
  return context.measureText(text).width;
}
