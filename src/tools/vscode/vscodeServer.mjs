// @ts-check
import { spawn } from 'node:child_process';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { installServer } from './installServer.mjs';
import { quietSettings } from './settings.mjs';

const startTimeoutMs = 60_000;
const stopTimeoutMs = 3000;

/**
 * @typedef {object} ServerOptions
 * @property {string} userDataFolder
 * @property {string} extensionsFolder
 * @property {Record<string, unknown>} [settings] added to `quietSettings`
 * @property {Record<string, unknown>} [machineSettings] settings of scope "machine", which a server keeps apart
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment; the extension host gets it too
 * @property {number} [port]
 */

/**
 * @typedef {object} VscodeServer
 * @property {string} url
 * @property {number} port
 * @property {number} processGroup the group of all its processes, including the extension host's children
 * @property {(folder?: string) => string} folderUrl the address that opens a folder
 * @property {() => Promise<void>} stop leaves no process behind
 */

/**
 * Starts VS Code's server on this machine's loopback address, and returns when it answers.
 * @param {ServerOptions} options
 * @returns {Promise<VscodeServer>}
 */
export async function startServer({ userDataFolder, extensionsFolder, settings, machineSettings = {}, env, port }) {
  const { node, entry } = await installServer();
  await mkdir(extensionsFolder, { recursive: true });
  for (const [scope, values] of Object.entries({ User: { ...quietSettings, ...settings }, Machine: machineSettings })) {
    await mkdir(join(userDataFolder, scope), { recursive: true });
    await writeFile(join(userDataFolder, scope, 'settings.json'), JSON.stringify(values, null, 2));
  }
  const chosenPort = await freePort(port);
  const log = await open(join(userDataFolder, 'server.log'), 'w');
  const child = spawn(
    node,
    [
      fileURLToPath(new URL('serverGuard.mjs', import.meta.url)),
      ...[node, entry, ...(await commonArguments(userDataFolder, extensionsFolder))],
      ...['--bind-addr', `127.0.0.1:${chosenPort}`, '--auth', 'none'],
      ...['--disable-telemetry', '--disable-update-check'],
      ...['--disable-getting-started-override', '--ignore-last-opened'],
    ],
    // In a process group of its own, so that everything the server starts can be ended together with it.
    // The server leaves its sockets behind, so they go to the folder of this run.
    {
      detached: true,
      stdio: ['pipe', log.fd, log.fd],
      env: { ...serverEnvironment(env), XDG_RUNTIME_DIR: userDataFolder },
    },
  );
  await log.close();
  const group = child.pid;
  if (group === undefined) throw new Error(`The VS Code server could not be started with ${node}.`);
  const url = `http://127.0.0.1:${chosenPort}`;
  try {
    await untilItAnswers(url, child);
  } catch (error) {
    await stopGroup(group);
    const output = (await readFile(join(userDataFolder, 'server.log'), 'utf8')).trim().split('\n').slice(-5);
    throw new Error([error instanceof Error ? error.message : String(error), ...output].join('\n'), { cause: error });
  }
  return {
    url,
    port: chosenPort,
    processGroup: group,
    folderUrl: folder => (folder === undefined ? `${url}/?ew=true` : `${url}/?folder=${encodeURIComponent(folder)}`),
    stop: () => stopGroup(group),
  };
}

/**
 * The arguments of every call of the server's program. Without `--config` it would write into the home folder.
 * @param {string} userDataFolder
 * @param {string} extensionsFolder
 */
export async function commonArguments(userDataFolder, extensionsFolder) {
  const config = join(userDataFolder, 'server.yaml');
  await mkdir(userDataFolder, { recursive: true });
  await writeFile(config, '');
  return ['--config', config, '--user-data-dir', userDataFolder, '--extensions-dir', extensionsFolder];
}

/**
 * This process's environment without the variables that a VS Code terminal, a test runner or a shell profile may have set.
 * @param {NodeJS.ProcessEnv} [added]
 */
export function serverEnvironment(added) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|CODE_SERVER_|ELECTRON_|VITEST|NODE_OPTIONS$|NODE_ENV$|(HASHED_)?PASSWORD$)/.test(name),
  );
  // '{}': no extension gallery, so no look-ups on the network.
  return { EXTENSIONS_GALLERY: '{}', ...Object.fromEntries(inherited), ...added };
}

/**
 * A port that is free. The server itself would report a port in use only to its log, and wait.
 * @param {number} [wanted]
 * @returns {Promise<number>}
 */
function freePort(wanted = 0) {
  return new Promise((resolve, reject) => {
    const trial = createServer();
    trial.on('error', error => reject(new Error(`Port ${wanted} cannot be used (${error.message}); choose another.`)));
    trial.listen(wanted, '127.0.0.1', () => {
      const address = trial.address();
      trial.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });
}

/**
 * @param {string} url
 * @param {import('node:child_process').ChildProcess} child
 */
async function untilItAnswers(url, child) {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The VS Code server ended with code ${child.exitCode}:`);
    try {
      if ((await fetch(`${url}/healthz`)).ok) return;
    } catch {
      // the server does not listen yet
    }
    await delay(50);
  }
  throw new Error(`The VS Code server did not answer within ${startTimeoutMs / 1000} s:`);
}

/**
 * Ends a process group. The extension host alone would outlive the server by about 10 s.
 * @param {number} group
 */
async function stopGroup(group) {
  const deadline = Date.now() + stopTimeoutMs;
  signalGroup(group, 'SIGTERM');
  while (signalGroup(group, 0)) {
    if (Date.now() > deadline) signalGroup(group, 'SIGKILL');
    await delay(20);
  }
}

/**
 * @param {number} group
 * @param {NodeJS.Signals | 0} signal 0 sends no signal
 * @returns {boolean} whether the group has a process
 */
function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
}
