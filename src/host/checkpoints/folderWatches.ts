import { existsSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { Disposable } from 'vscode';

/** Each watch takes one of the few handles that the system has. */
const maxFolders = 100;

/** "entry": a file or folder appeared or disappeared. "content": a file was written. */
type FolderEvent = 'entry' | 'content';

/**
 * Watches single folders for what happens directly inside them. VS Code's own recursive watcher never sees into a folder that
 * was made at the same moment as its parent (`mkdir -p runs/one`), nor into a folder behind a symbolic link.
 */
export class FolderWatches implements Disposable {
  readonly #watchers = new Map<string, FSWatcher>();

  /** `onEvent` is called with the path of the entry. */
  constructor(private readonly onEvent: (path: string, event: FolderEvent) => void) {}

  /** Watches these folders and no others; of too many, the first ones. */
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
        // The watch would follow the folder to its new name.
        if (!existsSync(folder)) this.close(folder);
        if (name !== null) this.onEvent(join(folder, name), event === 'rename' ? 'entry' : 'content');
      });
      watcher.on('error', () => this.close(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // The folder is gone, or there are no handles left; VS Code's own watcher remains.
    }
  }

  private close(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}
