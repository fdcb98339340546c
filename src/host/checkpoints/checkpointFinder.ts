import { dirname, join } from 'node:path';
import { Disposable, EventEmitter, FileType, RelativePattern, Uri, workspace } from 'vscode';
import {
  checkpointsIn,
  isIgnored,
  isRun,
  isSearched,
  listedIn,
  runOf,
  watchedFiles,
} from '../../shared/checkpointFiles';
import { FolderWatches } from './folderWatches';

/** A larger workspace is not searched to its end. */
const maxFolders = 20_000;
const maxDepth = 10;
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
  readonly #runWatches = new FolderWatches(path => {
    if (runOf(path) !== null) this.touch(this.#touchedTrees, path);
  });
  #settleTimer: NodeJS.Timeout | undefined;
  #settleBy: number | null = null;
  /** Searches run one after the other, so that none overwrites what another has found. */
  #work = Promise.resolve();

  constructor() {
    this.#subscriptions = workspace.onDidChangeWorkspaceFolders(() => void this.refresh());
  }

  get paths(): string[] {
    return [...this.#found.checkpoints];
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
    const budget = { folders: maxFolders };
    for (const folder of workspace.workspaceFolders ?? []) {
      if (folder.uri.scheme === 'file') await walk(folder.uri, 0, budget, found);
    }
    this.#found = found;
    this.#runWatches.watch(found.runs);
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

    const { checkpoints, runs } = this.#found;
    for (const tree of trees) {
      if (trees.has(dirname(tree))) continue;
      for (const path of checkpoints) if (isInside(path, tree)) folders.add(path);
      for (const path of runs) if (isInside(path, tree)) runs.delete(path);
      await walk(Uri.file(tree), 0, { folders: maxFolders }, { checkpoints: folders, runs });
    }
    const touched = new Set(folders);
    for (const folder of folders) {
      for (const path of checkpoints) if (path === folder || listedIn(path) === folder) touched.add(path);
    }
    const there = new Set<string>();
    for (const folder of folders) {
      for (const path of checkpointsIn(folder, namesOf(await listFolder(Uri.file(folder))))) there.add(path);
    }
    // Without an await in between, because the tree may be drawn at any time.
    for (const path of touched) checkpoints.delete(path);
    for (const path of there) {
      checkpoints.add(path);
      touched.add(path);
      const run = runOf(path);
      if (run !== null) runs.add(run);
    }
    this.#runWatches.watch(runs);
    if (touched.size > 0) this.#changed.fire(touched);
  }
}

/** What a search found. */
interface Found {
  readonly checkpoints: Set<string>;
  /** Folders of training runs, also of those without a snapshot so far. */
  readonly runs: Set<string>;
}

function nothingFound(): Found {
  return { checkpoints: new Set(), runs: new Set() };
}

async function listFolder(folder: Uri): Promise<[string, FileType][]> {
  try {
    return await workspace.fs.readDirectory(folder);
  } catch {
    // The folder was deleted meanwhile, or we may not read it.
    return [];
  }
}

function namesOf(entries: readonly [string, FileType][]): string[] {
  return entries.map(([name]) => name);
}

/** The checkpoints in a folder and its subfolders, for a folder that the user chose. */
export async function findCheckpoints(folder: Uri): Promise<string[]> {
  const found = nothingFound();
  await walk(folder, 0, { folders: maxFolders }, found);
  return [...found.checkpoints];
}

/** Whether a path lies in the open workspace. */
export function isInWorkspace(path: string): boolean {
  return (workspace.workspaceFolders ?? []).some(({ uri }) => isInside(path, uri.fsPath));
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(join(folder, '/'));
}

async function walk(folder: Uri, depth: number, budget: { folders: number }, found: Found): Promise<void> {
  if (budget.folders-- <= 0) return;
  const entries = await listFolder(folder);
  const names = namesOf(entries);
  for (const path of checkpointsIn(folder.fsPath, names)) found.checkpoints.add(path);
  if (isRun(names)) found.runs.add(folder.fsPath);
  if (depth >= maxDepth) return;
  for (const [name, type] of entries) {
    if (type === FileType.Directory && isSearched(name))
      await walk(Uri.joinPath(folder, name), depth + 1, budget, found);
  }
}
