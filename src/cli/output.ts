/** One JSON value on standard output. A number that JSON cannot carry (NaN of a diverged model) becomes null. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** A line for the person beside the result: standard error, so that standard output stays a table or JSON. */
export function printNote(line: string): void {
  process.stderr.write(`${line}\n`);
}
