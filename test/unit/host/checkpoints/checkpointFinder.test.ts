import { lstat, mkdir, mkdtemp, readdir, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventEmitter, FileType, Uri, workspace, type RelativePattern } from 'vscode';
import { CheckpointFinder, findTokenizers } from '../../../../src/host/checkpoints/checkpointFinder';

let folder: string;
/** The events of VS Code's watcher. A test that fires none has a watcher that misses the change. */
let created: EventEmitter<Uri>;
let finder: CheckpointFinder;
/** The folders that the finder read, in order. */
let listed: string[];

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'model-circuits-finder-')));
  listed = [];
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
        listed.push(relative(folder, fsPath));
        const entries = await readdir(fsPath, { withFileTypes: true });
        return Promise.all(entries.map(async entry => [entry.name, await fileType(join(fsPath, entry.name))]));
      },
    },
  });
  finder = new CheckpointFinder();
});

afterEach(async () => {
  finder.dispose();
  await rm(folder, { recursive: true });
});

/** As VS Code's disk provider answers: a link has the type of what it points to, and one bit more. */
async function fileType(path: string): Promise<number> {
  const target = await stat(path).catch(() => null);
  let type: number = FileType.Unknown;
  if (target !== null) type |= target.isDirectory() ? FileType.Directory : FileType.File;
  if ((await lstat(path)).isSymbolicLink()) type |= FileType.SymbolicLink;
  return type;
}

async function writeCheckpoint(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'model.safetensors'), '');
}

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

describe('a file whose name says too little', () => {
  const blob = `sha256-${'0f'.repeat(32)}`;

  it('is a checkpoint if its first bytes are of one', async () => {
    await mkdir(join(folder, 'models/blobs'), { recursive: true });
    await writeFile(join(folder, 'models/blobs', blob), 'GGUF\u0003\0\0\0');
    await writeFile(join(folder, 'models/blobs', `sha256-${'1e'.repeat(32)}`), '{"license": "MIT"}');
    await writeFile(join(folder, 'train.bin'), Buffer.alloc(100, 0xc6));
    const sizes = Buffer.alloc(100);
    [64, 172, 5, 8, 4, 512, 512].forEach((size, i) => sizes.writeInt32LE(size, 4 * i));
    await writeFile(join(folder, 'stories.bin'), sizes);
    await finder.refresh();
    expect(found()).toEqual([`models/blobs/${blob}`, 'stories.bin']);
  });
});

it('a folder that is named as a file is none', async () => {
  await mkdir(join(folder, 'a.gguf/model.safetensors'), { recursive: true });
  await finder.refresh();
  expect(found()).toEqual([]);
});

it('a folder of GGUF files is found when it is moved into the workspace', async () => {
  await finder.refresh();
  await mkdir(join(folder, 'moved'));
  await writeFile(join(folder, 'moved/a.gguf'), 'GGUF');
  created.fire(Uri.file(join(folder, 'moved')));
  await vi.waitFor(() => expect(found()).toEqual(['moved/a.gguf']), 5000);
});

it('the tokenizers of the workspace are the folders that hold one', async () => {
  for (const file of [
    'a/tokenizer.json',
    'b/tokenizer.model',
    'c/vocab.json',
    'c/merges.txt',
    'd/vocab.json',
    '.e/tokenizer.json',
  ]) {
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await writeFile(join(folder, file), '');
  }
  expect((await findTokenizers()).map(path => relative(folder, path)).toSorted()).toEqual(['a', 'b', 'c']);
});

describe('a link to a folder', () => {
  let outside: string;

  beforeEach(async () => {
    outside = await realpath(await mkdtemp(join(tmpdir(), 'model-circuits-outside-')));
  });

  afterEach(() => rm(outside, { recursive: true }));

  it('leads to the checkpoint that it is, and to those inside', async () => {
    await writeCheckpoint(join(folder, 'real/one'));
    await writeCheckpoint(join(outside, 'model'));
    await writeCheckpoint(join(outside, 'disk/big-model'));
    await symlink(join(outside, 'model'), join(folder, 'linked-model'));
    await symlink(join(outside, 'disk'), join(folder, 'checkpoints'));
    await finder.refresh();
    expect(found()).toEqual(['checkpoints/big-model', 'linked-model', 'real/one']);
  });

  it('is searched once when two links or a link inside of a linked folder lead to it', async () => {
    await writeCheckpoint(join(outside, 'disk/runs/step-1'));
    await symlink(join(outside, 'disk'), join(folder, 'a'));
    await symlink(join(outside, 'disk'), join(folder, 'b'));
    await symlink(join(outside, 'disk/runs'), join(folder, 'c'));
    await symlink(outside, join(outside, 'disk/up'));
    await symlink(join(outside, 'disk/runs/step-1'), join(outside, 'disk/runs/latest'));
    await finder.refresh();
    expect(found()).toEqual(['a/runs/step-1']);
    expect(new Set(listed).size).toBe(listed.length);
  });

  it('adds nothing when it leads into the workspace or back up, and the real path is kept', async () => {
    await writeCheckpoint(join(folder, 'runs/step-1'));
    await writeCheckpoint(join(outside, 'not-opened'));
    await symlink(folder, join(folder, 'loop'));
    await symlink(join(folder, 'runs/step-1'), join(folder, 'latest'));
    await symlink(dirname(folder), join(folder, 'up'));
    await symlink('.', join(folder, 'runs/here'));
    await finder.refresh();
    expect(found()).toEqual(['runs/step-1']);
  });

  it('is followed into a folder of the workspace that is not searched', async () => {
    await writeCheckpoint(join(folder, '.cache/hub/model'));
    await symlink(join(folder, '.cache/hub'), join(folder, 'models'));
    await finder.refresh();
    expect(found()).toEqual(['models/model']);
  });

  it('may lead nowhere', async () => {
    await symlink(join(outside, 'gone'), join(folder, 'gone'));
    await writeCheckpoint(join(folder, 'one'));
    await finder.refresh();
    expect(found()).toEqual(['one']);
  });

  it('is found when it appears, and no longer when it is removed', async () => {
    await writeCheckpoint(join(outside, 'disk/model'));
    await finder.refresh();
    await symlink(join(outside, 'disk'), join(folder, 'disk'));
    created.fire(Uri.file(join(folder, 'disk')));
    await vi.waitFor(() => expect(found()).toEqual(['disk/model']), 5000);
    await rm(join(folder, 'disk'));
    created.fire(Uri.file(join(folder, 'disk')));
    await vi.waitFor(() => expect(found()).toEqual([]), 5000);
    await symlink(join(outside, 'disk'), join(folder, 'again'));
    created.fire(Uri.file(join(folder, 'again')));
    await vi.waitFor(() => expect(found()).toEqual(['again/model']), 5000);
  });

  it('leads to checkpoints that appear later, which VS Code does not report', async () => {
    await mkdir(join(outside, 'disk'));
    await symlink(join(outside, 'disk'), join(folder, 'disk'));
    await finder.refresh();
    const changed: string[] = [];
    finder.onDidChange(paths => changed.push(...paths));
    await writeCheckpoint(join(outside, 'disk/model'));
    await vi.waitFor(() => expect(found()).toEqual(['disk/model']), 5000);
    changed.length = 0;
    await writeFile(join(outside, 'disk/model/config.json'), '{}');
    await vi.waitFor(() => expect(changed).toContain(join(folder, 'disk/model')), 5000);
  });
});

describe('a large workspace', () => {
  /** Makes `count` empty folders in one. */
  async function makeFolders(path: string, count: number): Promise<void> {
    for (let i = 0; i < count; i++) await mkdir(join(folder, path, String(i).padStart(5, '0')), { recursive: true });
  }

  function finderOf(maxFolders: number): void {
    finder.dispose();
    finder = new CheckpointFinder(() => maxFolders);
  }

  it('is searched level by level: a folder with many subfolders does not hide what stands beside it', async () => {
    await makeFolders('data', 300);
    await writeCheckpoint(join(folder, 'models/team/llama/model'));
    finderOf(220);
    await finder.refresh();
    expect(found()).toEqual(['models/team/llama/model']);
  });

  it('says where the search ended and how much is left', async () => {
    await makeFolders('data', 300);
    finderOf(102);
    await finder.refresh();
    // The workspace itself and data are two of the 102.
    expect(finder.cut).toEqual({ searched: 102, left: 200, first: join(folder, 'data/00100') });
    finderOf(302);
    await finder.refresh();
    expect(finder.cut).toBeNull();
  });

  it('is searched in many folders at once, but not in all', async () => {
    await makeFolders('data', 200);
    const readDirectory = workspace.fs.readDirectory.bind(workspace.fs);
    let running = 0;
    let most = 0;
    workspace.fs.readDirectory = async uri => {
      most = Math.max(most, ++running);
      await new Promise(resolve => setTimeout(resolve, 1));
      running--;
      return readDirectory(uri);
    };
    await finder.refresh();
    expect(most).toBeGreaterThan(10);
    expect(most).toBeLessThanOrEqual(64);
  });
});
