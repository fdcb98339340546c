/** A name as part of a file's: those of checkpoints and runs are people's, and can be paths. */
export function safeFileName(name: string): string {
  return name.replaceAll(/[/\\:*?"<>|]/g, ' ').trim();
}
