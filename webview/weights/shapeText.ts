/** "768 × 2,304"; "1" for a single number, which has no axes. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? '1' : shape.map(length => length.toLocaleString('en')).join(' × ');
}
