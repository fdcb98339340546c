/**
 * Sizes a canvas in CSS pixels for the screen's resolution and clears it. The context draws in CSS pixels. Null if the
 * browser gives no context.
 */
export function preparedContext(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const density = Math.max(1, window.devicePixelRatio);
  canvas.width = Math.max(1, Math.round(width * density));
  canvas.height = Math.max(1, Math.round(height * density));
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  context?.setTransform(density, 0, 0, density, 0, 0);
  return context;
}

/** Pixels as a picture that a canvas can draw at another size. */
export function pictureOf(pixels: ImageData): HTMLCanvasElement {
  const picture = document.createElement('canvas');
  picture.width = pixels.width;
  picture.height = pixels.height;
  picture.getContext('2d')?.putImageData(pixels, 0, 0);
  return picture;
}

let measuring: CanvasRenderingContext2D | null = null;

/** The width of a text in pixels, in a font like "600 14px sans-serif". SVG does not lay texts out, so the caller needs it. */
export function textWidth(text: string, font: string): number {
  measuring ??= document.createElement('canvas').getContext('2d');
  if (!measuring) return 0;
  measuring.font = font;
  return measuring.measureText(text).width;
}
