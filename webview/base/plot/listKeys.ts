const page = 10;

/** Index to which a key moves in a list of `length` items, from item `at`; null for a key that does not move. */
export function movedBy(key: string, at: number, length: number): number | null {
  const to = target(key, at, length);
  return to === null ? null : Math.min(length - 1, Math.max(0, to));
}

function target(key: string, at: number, length: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return at - 1;
    case 'ArrowRight':
    case 'ArrowUp':
      return at + 1;
    case 'PageDown':
      return at - page;
    case 'PageUp':
      return at + page;
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return null;
  }
}
