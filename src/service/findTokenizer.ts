import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { namesOnDisk } from '../disk/nameSources';
import type { Checkpoint } from '../model/checkpoint';
import { folderTokenizerKind, readFolderTokenizer } from '../model/formats/huggingFace/folderTokenizer';
import { byteDefinition } from '../model/tokenizer/byteTokenizer';
import type { TokenizerDefinition } from '../model/tokenizer/tokenizerDefinition';
import { runFile } from '../shared/checkpointFiles';
import { checkpointNames } from '../shared/checkpointNames';
import { chosenBytes, type TokenizerKind } from '../shared/contracts/engineContract';
import { AppError } from '../shared/errors';
import { revisionOf } from '../shared/huggingFaceCache';
import { isRecord } from '../shared/parsedValues';
import { openFile, openFolder } from './fileFolder';
import { openCheckpoint } from './openCheckpoint';

/** The tokenizer of a checkpoint, and where it comes from. */
export interface FoundTokenizer {
  readonly kind: TokenizerKind;
  /** Null if the kind is "none". */
  readonly definition: TokenizerDefinition | null;
  /** The folder or file outside of the checkpoint that it was read from; null for the checkpoint's own. */
  readonly place: string | null;
}

const none: FoundTokenizer = { kind: 'none', definition: null, place: null };

/**
 * The tokenizer for a checkpoint: the one that the user chose ("bytes", or the path of a folder or a file), the
 * checkpoint's own, or that of its run. Rejects with `bad-checkpoint`, `unsupported` and `bad-input`.
 */
export async function findTokenizer(
  path: string,
  checkpoint: Checkpoint,
  chosen: string | null,
): Promise<FoundTokenizer> {
  if (chosen === chosenBytes) return bytes('chosen', checkpoint);
  if (chosen !== null) return { kind: 'chosen', definition: await readAt(chosen, checkpoint), place: chosen };
  if (checkpoint.tokenizerKind !== 'none') {
    return { kind: checkpoint.tokenizerKind, definition: await checkpoint.readTokenizer(), place: null };
  }
  return (await inTheSameFolder(path, checkpoint)) ?? (await ofTheRun(path, checkpoint)) ?? none;
}

function bytes(kind: TokenizerKind, { name, config }: Checkpoint): FoundTokenizer {
  return { kind, definition: byteDefinition(`${name}: bytes`, config), place: null };
}

/** A file such as ckpt.pt has its tokenizer beside it. */
async function inTheSameFolder(path: string, checkpoint: Checkpoint): Promise<FoundTokenizer | null> {
  const isFolder = await stat(path).then(
    found => found.isDirectory(),
    () => true,
  );
  return isFolder ? null : inFolder(dirname(path), checkpoint);
}

async function inFolder(place: string, { config }: Checkpoint): Promise<FoundTokenizer | null> {
  const folder = await openFolder(place).catch(() => null);
  if (!folder || folderTokenizerKind(folder) === 'none') return null;
  return { kind: 'run', definition: await readFolderTokenizer(folder, config), place };
}

/** In the folder of the run, as run.json names it, or in a snapshot of the same run. */
async function ofTheRun(path: string, checkpoint: Checkpoint): Promise<FoundTokenizer | null> {
  const [name] = await checkpointNames([path], namesOnDisk);
  if (!name?.run) return inHuggingFaceSnapshot(path, checkpoint);
  const { folder, key } = name.run;
  const named = await namedByRun(folder);
  if (named === chosenBytes) return bytes('bytes', checkpoint);
  if (named !== null) {
    const place = resolve(folder, named);
    return { kind: 'run', definition: await readAt(place, checkpoint), place };
  }
  const own = await inFolder(folder, checkpoint);
  if (own) return own;
  const siblings = (await readdir(folder, { withFileTypes: true }).catch(() => []))
    .filter(entry => entry.isDirectory())
    .map(entry => join(folder, entry.name))
    .slice(0, maxSiblings);
  const names = await checkpointNames(siblings, namesOnDisk);
  const ofThisRun = siblings.filter((sibling, i) => sibling !== path && names[i]?.run?.key === key).toSorted();
  for (const sibling of ofThisRun) {
    const found = await inFolder(sibling, checkpoint);
    if (found) return found;
  }
  return null;
}

/** A run of more snapshots is searched up to this number. */
const maxSiblings = 2000;

/** `models--org--name/snapshots/HASH/checkpoints/a`: the tokenizer of the repository stands at the top of the snapshot. */
async function inHuggingFaceSnapshot(path: string, checkpoint: Checkpoint): Promise<FoundTokenizer | null> {
  const revision = revisionOf(path);
  if (!revision || revision.inside === '') return null;
  return inFolder(join(revision.repository, 'snapshots', revision.hash), checkpoint);
}

/** The tokenizer that run.json names: a path beside it, or bytes. Null for one that our training learnt. */
async function namedByRun(folder: string): Promise<string | null> {
  try {
    const run: unknown = JSON.parse(await readFile(join(folder, runFile), 'utf8'));
    const tokenizer = isRecord(run) ? run.tokenizer : null;
    if (typeof tokenizer === 'string' && tokenizer !== '') return tokenizer;
    return isRecord(tokenizer) && tokenizer.kind === chosenBytes ? chosenBytes : null;
  } catch {
    return null;
  }
}

/** The tokenizer in a folder or a file that somebody named. */
async function readAt(place: string, checkpoint: Checkpoint): Promise<TokenizerDefinition> {
  const found = await stat(place).catch(() => null);
  if (!found) throw new AppError('bad-input', `${place}: does not exist; choose another tokenizer.`);
  if (found.isDirectory()) {
    const definition = await readFolderTokenizer(await openFolder(place), checkpoint.config);
    if (definition) return definition;
    throw new AppError('bad-input', `${place}: holds no tokenizer; choose another tokenizer.`);
  }
  return readFileAt(place, checkpoint);
}

/** A file of any name, read as the one that its content says, with the settings beside it. */
async function readFileAt(place: string, checkpoint: Checkpoint): Promise<TokenizerDefinition> {
  const start = await (await openFile(place)).read(0, 1).catch(() => new Uint8Array());
  const name = start[0] === '{'.charCodeAt(0) ? 'tokenizer.json' : place.endsWith('.model') ? 'tokenizer.model' : null;
  if (name !== null) {
    const folder = await openFolder(dirname(place));
    const others = [...folder.files].filter(other => other !== 'tokenizer.json');
    const definition = await readFolderTokenizer(
      {
        name: folder.name,
        files: new Set([...others, name]),
        open: file => (file === name ? openFile(place, `${folder.name}/${basename(place)}`) : folder.open(file)),
      },
      checkpoint.config,
    );
    if (definition) return definition;
  }
  const other = await openCheckpoint(place).catch(() => null);
  const definition = await other?.readTokenizer();
  if (definition) return definition;
  throw new AppError(
    'bad-input',
    `${place}: is no tokenizer; choose a tokenizer.json, a folder that has one, a .gguf or .model file, or bytes.`,
  );
}
