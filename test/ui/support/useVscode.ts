import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed } from 'vitest';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../../../src/tools/vscode/workbench.mjs';
import { inRepository } from '../../support/fixtures';
import { Given } from './given';

export interface VscodeOptions extends Omit<WorkbenchOptions, 'folder'> {
  /** Text files of the workspace, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** Adds further files to the workspace. */
  readonly prepare?: (folder: string) => Promise<void>;
  /**
   * The checkpoint that the tests run, chosen in the tree before them. The default is the one of `reference`. Null
   * keeps the extension's own choice.
   */
  readonly checkpoint?: string | null;
}

export interface Vscode extends Workbench {
  /** The open workspace. */
  readonly folder: string;
  /** Closes quick picks and messages, because an earlier test may have failed half-way. */
  atRest(): Promise<void>;
  /** Waits for an error message, and closes it. Any other error fails the tests, except the allowed ones. */
  expectError(text: string, ...allowed: readonly string[]): Promise<void>;
}

/**
 * One VS Code for all tests of a file. A test states what it needs with `Given`, so that it does not depend on the test
 * before it.
 */
export function useVscode({
  files = {},
  prepare,
  checkpoint = 'stories260K',
  ...options
}: VscodeOptions): () => Vscode {
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
      // VS Code writes errors that it shows to the console too.
      const others = workbench.consoleErrors.filter(error => ![text, ...allowed].some(one => error.includes(one)));
      workbench.consoleErrors.splice(0, Infinity, ...others);
    };
    const atRest: Vscode['atRest'] = async () => {
      const { page, quickPick, notifications, clearNotifications } = workbench;
      if (page.isClosed()) return;
      if (await page.locator('.quick-input-widget').isVisible()) await quickPick.cancel();
      if ((await notifications()).length > 0) await clearNotifications();
    };
    vscode = { ...workbench, folder, expectError, atRest };
    if (checkpoint !== null) {
      const opened = vscode;
      await new Given(() => opened).checkpoint(checkpoint);
      await vscode.openViewContainer('Explorer');
    }
  });

  beforeEach(async () => {
    await vscode?.atRest();
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
