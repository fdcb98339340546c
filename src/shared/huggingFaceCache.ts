/** A place in a Hugging Face cache: `models--org--name/snapshots/HASH`, with the names of commits in `refs/`. */
export interface Revision {
  /** The path of `models--org--name`. */
  readonly repository: string;
  /** "org/name" */
  readonly name: string;
  readonly hash: string;
  /** The path inside the revision, with slashes; empty for the revision itself. */
  readonly inside: string;
}

/** Null for a path that is not in such a cache. */
export function revisionOf(path: string): Revision | null {
  const match = /^(.*?(?:^|[\\/])models--([^\\/]+))[\\/]snapshots[\\/]([^\\/]+)(?:[\\/]+(.*?))?[\\/]*$/.exec(path);
  if (!match) return null;
  const [, repository = '', name = '', hash = '', inside = ''] = match;
  return { repository, name: name.replaceAll('--', '/'), hash, inside: inside.replaceAll('\\', '/') };
}

/** The part of a commit's hash that is shown: "9b0f3a1". */
export function shortHash(hash: string): string {
  return hash.slice(0, 7);
}
