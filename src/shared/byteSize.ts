const units = ['B', 'KB', 'MB', 'GB', 'TB'];

/** A size with two or three digits: "512 B", "1.4 KB", "270 MB". One KB is 1,000 bytes. */
export function byteSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ''}`;
}
