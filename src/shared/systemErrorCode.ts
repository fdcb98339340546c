/** "ENOENT", of an error that the file system threw; null for any other. */
export function systemErrorCode(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : null;
}
