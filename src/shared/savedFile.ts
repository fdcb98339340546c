/** A picture or table on its way to a file that the person names. */
export interface SavedFile {
  /** Suggested, with its extension: "L18H6 pattern.svg". */
  readonly name: string;
  /** Text as it is, or a PNG's bytes. */
  readonly content: string | Uint8Array;
}
