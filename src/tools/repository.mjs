// @ts-check
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root folder of this repository. */
export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Whether the module is the program that was started; false if another module imports it.
 * @param {string} url its `import.meta.url`
 */
export function isMain(url) {
  const program = process.argv[1];
  return program !== undefined && realpathSync(program) === realpathSync(fileURLToPath(url));
}
