let context: CanvasRenderingContext2D | null = null;

/** The width of a text in pixels, in a font like "600 14px sans-serif". SVG does not lay texts out, so the caller needs it. */
export function textWidth(text: string, font: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return 0;
  context.font = font;
  return context.measureText(text).width;
}
