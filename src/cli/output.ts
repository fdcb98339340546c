/** Prints one JSON value to standard output. A number that JSON does not have (NaN of a diverged model) becomes null. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Prints a remark for the user to standard error, so that standard output holds nothing but the table or the JSON. */
export function printNote(line: string): void {
  process.stderr.write(`${line}\n`);
}
