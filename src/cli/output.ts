import { systemErrorCode } from '../shared/errors';

/** Prints one JSON value to standard output. A number that JSON does not have (NaN of a diverged model) becomes null. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Prints a remark for the user to standard error, so that standard output holds nothing but the table or the JSON. */
export function printNote(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** 128 + SIGPIPE: what a shell reports for `cat` when its reader is gone. */
const readerGone = 141;

/**
 * Ends the program without a word when nobody reads its output any more, as in `model-circuits describe … | head -n 1`, and
 * with `failed` and a message when the output cannot be written, as on a full disk.
 */
export function endWithTheReader(failed: number): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: Error) => {
      const code = systemErrorCode(error);
      if (code === 'EPIPE') process.exit(readerGone);
      if (stream === process.stdout)
        printNote(`model-circuits: the output cannot be written (${code ?? error.message}).`);
      process.exit(failed);
    });
  }
}
