/** A name without the characters that a file's name cannot have. Checkpoints and runs can have any name, also a path. */
export function safeFileName(name: string): string {
  return name.replaceAll(/[/\\:*?"<>|]/g, ' ').trim();
}
