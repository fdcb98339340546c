import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed } from 'vitest';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../../host/workbench.mjs';
import { inRepository } from '../../support/fixtures';

export interface VscodeOptions extends Omit<WorkbenchOptions, 'folder'> {
  /** Text files of the workspace, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** Puts what else is needed into the workspace. */
  readonly prepare?: (folder: string) => Promise<void>;
}

export interface Vscode extends Workbench {
  /** The open workspace. */
  readonly folder: string;
  /** Waits for an error that the person is told, and closes it. Any other fails the tests, but for those allowed. */
  expectError(text: string, ...allowed: readonly string[]): Promise<void>;
}

/** One VS Code for all tests of a file, who go on from where the test before them left it. */
export function useVscode({ files = {}, prepare, ...options }: VscodeOptions): () => Vscode {
  let vscode: Vscode | undefined;
  let temporary: string | undefined;

  beforeAll(async () => {
    temporary = await realpath(await mkdtemp(join(tmpdir(), 'model-circuits-ui-')));
    const folder = join(temporary, 'workspace');
    await mkdir(folder);
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await prepare?.(folder);
    const workbench = await openWorkbench({ ...options, folder });
    const expectError: Vscode['expectError'] = async (text, ...allowed) => {
      await workbench.waitForNotification(text);
      await workbench.clearNotifications();
      // VS Code writes what it shows as an error to the console too.
      const others = workbench.consoleErrors.filter(error => ![text, ...allowed].some(one => error.includes(one)));
      workbench.consoleErrors.splice(0, Infinity, ...others);
    };
    vscode = { ...workbench, folder, expectError };
  });

  beforeEach(() => {
    onTestFailed(async ({ task }) => {
      const name = task.name.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 80);
      await vscode?.screenshot(inRepository('.build', 'ui-failures', `${name}.png`));
    });
  });

  afterAll(async () => {
    const errors = vscode?.consoleErrors ?? [];
    await vscode?.close();
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
    expect(errors).toEqual([]);
  });

  return () => {
    if (!vscode) throw new Error('VS Code is not open yet.');
    return vscode;
  };
}
