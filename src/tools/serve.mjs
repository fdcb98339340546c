// @ts-check
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installFolder } from './vscode/installExtension.mjs';
import { startServer } from './vscode/vscodeServer.mjs';
import { repository } from './repository.mjs';
import { tfjsNodeFolder } from './tensorflow/files.mjs';

/**
 * Runs VS Code's server with this extension until Ctrl-C.
 * @param {string} folder
 * @param {number | undefined} port
 */
export async function serve(folder, port) {
  const temporary = await mkdtemp(join(tmpdir(), 'model-circuits-server-'));
  const folders = { userDataFolder: join(temporary, 'data'), extensionsFolder: join(temporary, 'extensions') };
  try {
    await installFolder(repository, folders);
    const server = await startServer({
      ...folders,
      ...(port === undefined ? {} : { port }),
      settings: { 'workbench.colorTheme': 'Dark Modern' },
      // The installed copy of the extension has no node_modules.
      env: { MODEL_CIRCUITS_TENSORFLOW_PATH: tfjsNodeFolder },
    });
    console.log(`\nModel Circuits is open in VS Code at\n  ${server.folderUrl(folder)}\nCtrl-C stops it.`);
    await new Promise(resolve => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, resolve);
    });
    await server.stop();
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
