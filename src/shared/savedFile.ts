/** A picture or table that the user saves to a file. */
export interface SavedFile {
  /** The suggested name with its extension: "L18H6 pattern.svg". */
  readonly name: string;
  /** A text, or the bytes of a PNG. */
  readonly content: string | Uint8Array;
}
