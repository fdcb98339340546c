// @ts-check
import { join } from 'node:path';
import { runCommand } from './command.mjs';
import { withProgress } from './progress.mjs';
import { repository } from './repository.mjs';

/**
 * Builds the extension into dist/.
 * @param {{ production?: boolean }} [options]
 */
export async function build({ production = false } = {}) {
  const args = [join(repository, 'esbuild.mjs'), ...(production ? ['--production'] : [])];
  await withProgress('Building the extension', () => runCommand(process.execPath, args, { cwd: repository }));
}
