import { basename, dirname } from 'node:path';
import { Disposable, EventEmitter, RelativePattern, workspace, type Uri } from 'vscode';
import { isIgnored, isWatched, listedIn, runOf, watchedFiles } from '../../shared/checkpointFiles';
import { FolderWatches } from './folderWatches';
import {
  checkpointsAmong,
  isInside,
  listFolder,
  nothingFound,
  searchAgain,
  searchRoots,
  type Found,
  type SearchCut,
} from './searchFolders';

/** A larger workspace is not searched to its end. The default of the setting `checkpoints.maxFolders`. */
const defaultMaxFolders = 20_000;
const settleMs = 300;
/** The longest wait, for a workspace in which files are written all the time. */
const maxSettleMs = 1500;
/** If more files and folders appear at once, as in a checkout, searching the whole workspace is cheaper. */
const maxTouchedTrees = 500;

/**
 * Finds the checkpoints of the workspace, folders and single files, by the names of files alone. Watchers keep the list up
 * to date.
 */
export class CheckpointFinder implements Disposable {
  #found: Found = nothingFound();
  readonly #changed = new EventEmitter<ReadonlySet<string>>();
  /** Paths of checkpoints that appeared, disappeared or may have other contents now. */
  readonly onDidChange = this.#changed.event;
  /** Folders with a file that was written or deleted. */
  readonly #touchedFolders = new Set<string>();
  /** Files and folders that appeared or disappeared, with all that is inside. */
  readonly #touchedTrees = new Set<string>();
  readonly #subscriptions: Disposable;
  #watchers: Disposable = Disposable.from();
  readonly #runWatches = new FolderWatches((path, event) => {
    if (event === 'entry' && runOf(path) !== null) this.touch(this.#touchedTrees, path);
  });
  readonly #linkWatches = new FolderWatches((path, event) => {
    if (event === 'entry') this.touch(this.#touchedTrees, path);
    if (isWatched(basename(path))) this.touch(this.#touchedFolders, dirname(path));
  });
  #settleTimer: NodeJS.Timeout | undefined;
  #settleBy: number | null = null;
  /** Searches run one after the other, so that none overwrites what another has found. */
  #work = Promise.resolve();
  #cut: SearchCut | null = null;

  /** `maxFolders`: so many folders are searched. */
  constructor(private readonly maxFolders: () => number = () => defaultMaxFolders) {
    this.#subscriptions = workspace.onDidChangeWorkspaceFolders(() => void this.refresh());
  }

  get paths(): string[] {
    return [...this.#found.checkpoints];
  }

  /** Where the search ended if the workspace has too many folders; null if it saw all. */
  get cut(): SearchCut | null {
    return this.#cut;
  }

  /** Searches the whole workspace again. */
  refresh(): Promise<void> {
    this.watch();
    return this.afterOthers(() => this.walkAll());
  }

  /** Adds a checkpoint in the workspace that the caller has seen complete. Watchers report it late or not at all. */
  add(path: string): Promise<void> {
    if (isIgnored(path)) return Promise.resolve();
    return this.afterOthers(() => {
      const { checkpoints, runs } = this.#found;
      checkpoints.add(path);
      const run = runOf(path);
      if (run !== null) runs.add(run);
      this.#runWatches.watch(runs);
      this.#changed.fire(new Set([path]));
    });
  }

  dispose(): void {
    clearTimeout(this.#settleTimer);
    this.#watchers.dispose();
    this.#runWatches.dispose();
    this.#linkWatches.dispose();
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  private watch(): void {
    const before = this.#watchers;
    const touchFolder = (file: Uri): void => this.touch(this.#touchedFolders, dirname(file.fsPath));
    const touchTree = (entry: Uri): void => this.touch(this.#touchedTrees, entry.fsPath);
    this.#watchers = Disposable.from(
      ...(workspace.workspaceFolders ?? []).flatMap(folder => {
        const files = workspace.createFileSystemWatcher(new RelativePattern(folder, watchedFiles));
        // For a folder that is renamed, moved or deleted there is one event, and none for the files in it.
        const entries = workspace.createFileSystemWatcher(new RelativePattern(folder, '**'), false, true, false);
        return [
          ...[files, files.onDidCreate(touchFolder), files.onDidChange(touchFolder), files.onDidDelete(touchFolder)],
          ...[entries, entries.onDidCreate(touchTree), entries.onDidDelete(touchTree)],
        ];
      }),
    );
    before.dispose();
  }

  private watchFound(): void {
    this.#runWatches.watch(this.#found.runs);
    this.#linkWatches.watch(this.#found.linkedFolders);
  }

  private touch(touched: Set<string>, path: string): void {
    if (isIgnored(path)) return;
    touched.add(path);
    const now = Date.now();
    this.#settleBy ??= now + maxSettleMs;
    clearTimeout(this.#settleTimer);
    this.#settleTimer = setTimeout(
      () => void this.afterOthers(() => this.settle()),
      Math.min(settleMs, this.#settleBy - now),
    );
  }

  private afterOthers(work: () => Promise<void> | void): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }

  private async walkAll(): Promise<void> {
    const before = this.#found.checkpoints;
    const found = nothingFound();
    this.#cut = await searchRoots(openFolders(), found, this.maxFolders());
    this.#found = found;
    this.watchFound();
    this.#changed.fire(new Set([...before, ...found.checkpoints]));
  }

  /** Searches the paths that the watchers reported. */
  private async settle(): Promise<void> {
    const folders = new Set(this.#touchedFolders);
    const trees = new Set(this.#touchedTrees);
    this.#touchedFolders.clear();
    this.#touchedTrees.clear();
    this.#settleBy = null;
    if (trees.size > maxTouchedTrees) return this.walkAll();

    const { checkpoints, runs, linkedFolders } = this.#found;
    const there = new Set<string>();
    const searched = [...trees].filter(tree => !trees.has(dirname(tree)));
    const isSearched = (path: string): boolean => searched.some(tree => isInside(path, tree));
    for (const known of [runs, linkedFolders]) for (const path of known) if (isSearched(path)) known.delete(path);
    for (const tree of searched) {
      this.#cut = (await searchAgain(tree, { ...this.#found, checkpoints: there }, this.maxFolders())) ?? this.#cut;
    }
    for (const folder of folders) {
      for (const path of await checkpointsAmong(folder, await listFolder(folder))) there.add(path);
    }
    const touched = new Set(folders);
    for (const path of checkpoints) if (folders.has(listedIn(path)) || isSearched(path)) touched.add(path);
    // Without an await in between, because the tree may be drawn at any time.
    for (const path of touched) checkpoints.delete(path);
    for (const path of there) {
      checkpoints.add(path);
      touched.add(path);
      const run = runOf(path);
      if (run !== null) runs.add(run);
    }
    this.watchFound();
    if (touched.size > 0) this.#changed.fire(touched);
  }
}

/** The checkpoints in a folder and its subfolders, for a folder that the user chose. */
export async function findCheckpoints(folder: Uri): Promise<string[]> {
  const found = nothingFound();
  await searchRoots([folder.fsPath], found, defaultMaxFolders);
  return [...found.checkpoints];
}

/** The folders of the workspace that hold a tokenizer, as far as `maxFolders` reach. */
export async function findTokenizers(maxFolders = defaultMaxFolders): Promise<string[]> {
  const found = nothingFound();
  await searchRoots(openFolders(), found, maxFolders);
  return [...found.tokenizers];
}

function openFolders(): string[] {
  return (workspace.workspaceFolders ?? []).flatMap(({ uri }) => (uri.scheme === 'file' ? [uri.fsPath] : []));
}

/** Whether a path lies in the open workspace. */
export function isInWorkspace(path: string): boolean {
  return (workspace.workspaceFolders ?? []).some(({ uri }) => isInside(path, uri.fsPath));
}
