import { mkdir, mkdtemp, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventEmitter, FileType, Uri, workspace, type RelativePattern } from 'vscode';
import { CheckpointFinder } from '../../../../src/host/checkpoints/checkpointFinder';

let folder: string;
/** The events of VS Code's watcher. A test that fires none has a watcher that misses the change. */
let created: EventEmitter<Uri>;
let finder: CheckpointFinder;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'model-circuits-finder-')));
  created = new EventEmitter();
  const nothing = new EventEmitter<Uri>().event;
  Object.assign(workspace, {
    workspaceFolders: [{ uri: Uri.file(folder) }],
    onDidChangeWorkspaceFolders: new EventEmitter<void>().event,
    createFileSystemWatcher: ({ pattern }: RelativePattern) => ({
      onDidCreate: pattern === '**' ? created.event : nothing,
      onDidChange: nothing,
      onDidDelete: nothing,
      dispose: () => undefined,
    }),
    fs: {
      readDirectory: async ({ fsPath }: Uri) => {
        const entries = await readdir(fsPath, { withFileTypes: true });
        return entries.map(entry => [entry.name, entry.isDirectory() ? FileType.Directory : FileType.File]);
      },
    },
  });
  finder = new CheckpointFinder();
});

afterEach(async () => {
  finder.dispose();
  await rm(folder, { recursive: true });
});

/** Writes a snapshot as training does: under another name until it is whole. */
async function writeSnapshot(path: string): Promise<void> {
  const place = join(folder, path);
  const partial = join(dirname(place), '.snapshot.partial');
  await mkdir(partial, { recursive: true });
  await writeFile(join(partial, 'model.safetensors'), '');
  await rename(partial, place);
}

function found(): string[] {
  return finder.paths.map(path => relative(folder, path)).toSorted();
}

describe('the checkpoints of the workspace', () => {
  it('has a snapshot whose path is known at once, and keeps it', async () => {
    await mkdir(join(folder, 'runs/one'), { recursive: true });
    await finder.refresh();
    await writeSnapshot('runs/one/step-25');
    const changed: string[] = [];
    finder.onDidChange(paths => changed.push(...paths));
    await finder.add(join(folder, 'runs/one/step-25'));
    expect(found()).toEqual(['runs/one/step-25']);
    expect(changed).toEqual([join(folder, 'runs/one/step-25')]);
    // Finding the snapshot starts a watch on its run.
    await writeSnapshot('runs/one/step-50');
    await vi.waitFor(() => expect(found()).toEqual(['runs/one/step-25', 'runs/one/step-50']), 5000);
  });

  it('ignores a known path in a folder that is not searched', async () => {
    await finder.refresh();
    await finder.add(join(folder, 'node_modules/model/step-1'));
    expect(found()).toEqual([]);
  });

  it('has each snapshot of a run that VS Code does not watch, in a folder made together with its parent', async () => {
    await finder.refresh();
    // For `mkdir -p runs/one` VS Code reports the first folder alone, also later.
    await mkdir(join(folder, 'runs/one'), { recursive: true });
    await writeFile(join(folder, 'runs/one/run.json'), '{}');
    created.fire(Uri.file(join(folder, 'runs')));
    await new Promise(resolve => setTimeout(resolve, 500));
    expect(found()).toEqual([]);
    for (const step of ['step-0', 'step-25', 'step-50']) {
      await writeSnapshot(`runs/one/${step}`);
      await vi.waitFor(() => expect(found()).toContain(`runs/one/${step}`), 5000);
    }
    await rm(join(folder, 'runs/one/step-25'), { recursive: true });
    await vi.waitFor(() => expect(found()).toEqual(['runs/one/step-0', 'runs/one/step-50']), 5000);
  });

  it('has snapshots of a run that was deleted and is written again', async () => {
    await writeSnapshot('run/step-1');
    await finder.refresh();
    await rm(join(folder, 'run'), { recursive: true });
    await vi.waitFor(() => expect(found()).toEqual([]), 5000);
    await writeSnapshot('run/step-1');
    created.fire(Uri.file(join(folder, 'run')));
    await vi.waitFor(() => expect(found()).toEqual(['run/step-1']), 5000);
    await writeSnapshot('run/step-2');
    await vi.waitFor(() => expect(found()).toEqual(['run/step-1', 'run/step-2']), 5000);
  });

  it('is up to date within two seconds while files are written all the time', async () => {
    await finder.refresh();
    await writeSnapshot('one');
    const timer = setInterval(() => created.fire(Uri.file(join(folder, 'noise'))), 50);
    created.fire(Uri.file(join(folder, 'one')));
    await vi.waitFor(() => expect(found()).toEqual(['one']), 2500).finally(() => clearInterval(timer));
  });

  it('is complete during another search', async () => {
    await writeSnapshot('run/step-1');
    await finder.refresh();
    const looking = finder.refresh();
    expect(found()).toEqual(['run/step-1']);
    await looking;
    expect(found()).toEqual(['run/step-1']);
  });
});
