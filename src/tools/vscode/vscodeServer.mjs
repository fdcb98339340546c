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
 * @property {Record<string, unknown>} [settings] in addition to those that keep VS Code quiet
 * @property {Record<string, unknown>} [machineSettings] those of scope "machine", which a server keeps apart
 * @property {NodeJS.ProcessEnv} [env] in addition to this process's; the extension host gets it too
 * @property {number} [port]
 */

/**
 * @typedef {object} VscodeServer
 * @property {string} url
 * @property {number} port
 * @property {number} processGroup all its processes are in this group, the extension host's children too
 * @property {(folder?: string) => string} folderUrl the address that opens a folder
 * @property {() => Promise<void>} stop leaves no process behind
 */

/**
 * Starts VS Code's server on this machine's loopback address. It answers when this returns.
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
    // A process group of its own: whatever the server starts can be ended together with it.
    // Its sockets, which it leaves behind, go where the rest of this run's files are.
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
 * Arguments that every call of the server's program needs. Without `--config` it would write into the home folder.
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
 * Without what a surrounding VS Code terminal, test runner or shell profile may have set for programs like ours.
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
 * Asked beforehand: the server itself would report a port in use to its log, and wait.
 * @param {number} [wanted]
 * @returns {Promise<number>}
 */
function freePort(wanted = 0) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', error => reject(new Error(`Port ${wanted} cannot be used (${error.message}); choose another.`)));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
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
      // not listening yet
    }
    await delay(50);
  }
  throw new Error(`The VS Code server did not answer within ${startTimeoutMs / 1000} s:`);
}

/**
 * The extension host would outlive the server by about 10 s; with its group it ends at once.
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
 * @param {NodeJS.Signals | 0} signal 0 only asks
 * @returns {boolean} whether a process of the group was there
 */
function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
}
