// @ts-check
import { spawn } from 'node:child_process';
import { basename } from 'node:path';

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment
 * @property {boolean} [visible] the user sees the program's output at once
 * @property {number} [timeoutMs]
 */

/**
 * Runs a program and returns its stdout. Throws an Error with the program's own message if it fails.
 * @param {string} program
 * @param {string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<string>}
 */
export function runCommand(program, args, { cwd, env, visible = false, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    // Windows runs .cmd files (npm, code) only through its shell, which splits arguments at spaces.
    const shell = process.platform === 'win32' && !program.endsWith('.exe');
    const child = spawn(program, shell ? args.map(arg => `"${arg}"`) : args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, ...env },
      stdio: visible ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      shell,
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', text => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', text => (stderr += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(stdout);
      else
        reject(
          new Error(`${named(program, args)} ended with ${signal ?? `code ${code}`}${lastWords(stderr || stdout)}`),
        );
    });
  });
}

/**
 * Whether the program can be started here.
 * @param {string} program
 * @param {string[]} [args]
 */
export async function commandWorks(program, args = ['--version']) {
  try {
    await runCommand(program, args);
    return true;
  } catch {
    return false;
  }
}

/**
 * The short name of a command, for an error: `node npm-cli.js install`.
 * @param {string} program
 * @param {string[]} args
 */
function named(program, args) {
  return [program, ...args.slice(0, 2)].map(part => basename(part)).join(' ');
}

/**
 * The first and last lines of a long message: it begins with what is wrong and ends with what to do.
 * @param {string} output
 */
function lastWords(output) {
  const lines = output.trim().split('\n');
  if (lines.length > 10) lines.splice(5, lines.length - 10, '…');
  const words = lines.map(line => line.slice(0, 300)).join('\n');
  return words === '' ? '' : `:\n${words}`;
}
