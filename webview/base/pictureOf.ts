/** Pixels as a picture that a canvas can draw at another size. */
export function pictureOf(pixels: ImageData): HTMLCanvasElement {
  const picture = document.createElement('canvas');
  picture.width = pixels.width;
  picture.height = pixels.height;
  picture.getContext('2d')?.putImageData(pixels, 0, 0);
  return picture;
}
