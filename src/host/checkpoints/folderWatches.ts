import { existsSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { Disposable } from 'vscode';

/** Each takes a handle of the system, of which there are not many. */
const maxFolders = 100;

/**
 * Watches folders themselves, for what appears or goes directly in them. VS Code watches a workspace by one recursive
 * watcher, and that never sees into a folder made at the same moment as its parent (`mkdir -p runs/one`).
 */
export class FolderWatches implements Disposable {
  readonly #watchers = new Map<string, FSWatcher>();

  /** @param onEntry called with the path of what appeared or went */
  constructor(private readonly onEntry: (path: string) => void) {}

  /** Watches these, and no others. */
  watch(folders: ReadonlySet<string>): void {
    for (const folder of this.#watchers.keys()) if (!folders.has(folder)) this.close(folder);
    for (const folder of folders) this.open(folder);
  }

  dispose(): void {
    for (const folder of this.#watchers.keys()) this.close(folder);
  }

  private open(folder: string): void {
    if (this.#watchers.has(folder) || this.#watchers.size >= maxFolders) return;
    try {
      const watcher = watch(folder, { persistent: false }, (event, name) => {
        // It would go on watching what is no longer under this name.
        if (!existsSync(folder)) this.close(folder);
        if (event === 'rename' && name !== null) this.onEntry(join(folder, name));
      });
      watcher.on('error', () => this.close(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // Gone meanwhile, or out of handles: VS Code's own watcher has to do.
    }
  }

  private close(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}
