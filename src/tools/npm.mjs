// @ts-check
import { basename } from 'node:path';
import { runCommand } from './command.mjs';

/**
 * Runs the npm that started this process, so that its version and settings hold, or else the npm on PATH.
 * @param {string[]} args
 * @param {import('./command.mjs').CommandOptions} [options]
 */
export function npm(args, options) {
  const runningNpm = process.env.npm_execpath;
  if (runningNpm && basename(runningNpm) === 'npm-cli.js') {
    return runCommand(process.execPath, [runningNpm, ...args], options);
  }
  return runCommand('npm', args, options);
}
