import { dirname, join } from 'node:path';
import { Disposable, EventEmitter, FileType, RelativePattern, Uri, workspace } from 'vscode';

/** Folders that hold no checkpoints but thousands of files. */
const skipped = new Set(['node_modules', '.git', '.venv', 'venv', '__pycache__', 'site-packages', '.model-circuits']);
/** A workspace of a million folders is not walked to its end. */
const maxFolders = 20_000;
const maxDepth = 10;
const settleMs = 300;

const watchedFiles = '**/{config.json,model.safetensors,model.safetensors.index.json}';

/**
 * The folders of the workspace that hold a checkpoint, told by the names of their files alone. A watcher keeps them
 * current, so that a snapshot appears when training writes it.
 */
export class CheckpointFinder implements Disposable {
  readonly #found = new Set<string>();
  readonly #changed = new EventEmitter<ReadonlySet<string>>();
  /** Folders that appeared, went, or were written to. */
  readonly onDidChange = this.#changed.event;
  readonly #touched = new Set<string>();
  readonly #subscriptions: Disposable;
  #watchers: Disposable = Disposable.from();
  #settleTimer: NodeJS.Timeout | undefined;

  constructor() {
    this.#subscriptions = workspace.onDidChangeWorkspaceFolders(() => void this.refresh());
  }

  get paths(): string[] {
    return [...this.#found];
  }

  /** Walks the workspace again. */
  async refresh(): Promise<void> {
    this.watch();
    const before = new Set(this.#found);
    this.#found.clear();
    const budget = { folders: maxFolders };
    for (const folder of workspace.workspaceFolders ?? []) {
      if (folder.uri.scheme === 'file') await walk(folder.uri, 0, budget, this.#found);
    }
    this.#changed.fire(new Set([...before, ...this.#found]));
  }

  dispose(): void {
    clearTimeout(this.#settleTimer);
    this.#watchers.dispose();
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  private watch(): void {
    this.#watchers.dispose();
    const touch = (uri: Uri): void => {
      this.#touched.add(dirname(uri.fsPath));
      clearTimeout(this.#settleTimer);
      this.#settleTimer = setTimeout(() => void this.settle(), settleMs);
    };
    this.#watchers = Disposable.from(
      ...(workspace.workspaceFolders ?? []).flatMap(folder => {
        const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, watchedFiles));
        return [watcher, watcher.onDidCreate(touch), watcher.onDidChange(touch), watcher.onDidDelete(touch)];
      }),
    );
  }

  /** Looks at the folders that the watcher named, once it has been quiet. */
  private async settle(): Promise<void> {
    const touched = new Set(this.#touched);
    this.#touched.clear();
    for (const path of touched) {
      if (path.split(/[\\/]/).some(part => skipped.has(part))) continue;
      if (holdsCheckpoint(await listFolder(Uri.file(path)))) this.#found.add(path);
      else this.#found.delete(path);
    }
    this.#changed.fire(touched);
  }
}

async function listFolder(folder: Uri): Promise<[string, FileType][]> {
  try {
    return await workspace.fs.readDirectory(folder);
  } catch {
    // Deleted meanwhile, or not ours to read.
    return [];
  }
}

/** Weights that we read, or could be told about; a config.json alone is anybody's. */
function holdsCheckpoint(entries: readonly [string, FileType][]): boolean {
  const names = new Set(entries.map(([name]) => name));
  const hasSafetensors = names.has('model.safetensors') || names.has('model.safetensors.index.json');
  const hasPickle = names.has('config.json') && [...names].some(name => /^pytorch_model.*\.bin$/.test(name));
  return hasSafetensors || hasPickle;
}

/** The checkpoints in a folder and below, for one that the person points at. */
export async function findCheckpoints(folder: Uri): Promise<string[]> {
  const found = new Set<string>();
  await walk(folder, 0, { folders: maxFolders }, found);
  return [...found];
}

/** Whether a path lies in the open workspace. */
export function isInWorkspace(path: string): boolean {
  return (workspace.workspaceFolders ?? []).some(
    ({ uri }) => path === uri.fsPath || path.startsWith(join(uri.fsPath, '/')),
  );
}

async function walk(folder: Uri, depth: number, budget: { folders: number }, found: Set<string>): Promise<void> {
  if (budget.folders-- <= 0) return;
  const entries = await listFolder(folder);
  if (holdsCheckpoint(entries)) found.add(folder.fsPath);
  if (depth >= maxDepth) return;
  for (const [name, type] of entries) {
    if (type === FileType.Directory && !skipped.has(name))
      await walk(Uri.joinPath(folder, name), depth + 1, budget, found);
  }
}
