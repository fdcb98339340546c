/** A measure by name and version. */
export interface MeasureId {
  /** Part of a file's name, so letters, digits, "_" and "-" only: "prefix_matching". */
  readonly name: string;
  /** Raised whenever the numbers change: a result of another version is computed again. */
  readonly version: number;
}

/** A number or table that is computed of a checkpoint and kept on disk. */
export interface Measure<Value> extends MeasureId {
  /** The value as JSON, which has no NaN and no infinity. */
  encode(value: Value): unknown;
  /** The value of what `encode` wrote; null for anything else. It must check: anybody can write to the folder. */
  decode(stored: unknown): Value | null;
}
