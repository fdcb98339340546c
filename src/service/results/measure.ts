/** A measure by name and version. */
export interface MeasureId {
  /** Part of a file's name, so letters, digits, "_" and "-" only: "prefix_matching". */
  readonly name: string;
  /** Raised whenever the numbers change: a result of another version is computed again. */
  readonly version: number;
}

/** A number or table that is computed from a checkpoint and kept on disk. */
export interface Measure<Value> extends MeasureId {
  /** The value as JSON, which has no NaN and no infinity. */
  encode(value: Value): unknown;
  /** Reads what `encode` wrote; null for anything else. It must check the value, because other programs can write the file. */
  decode(stored: unknown): Value | null;
}
