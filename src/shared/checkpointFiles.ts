import { folderAndName, joinedPath } from './diskPath';
import { revisionOf } from './huggingFaceCache';
import { numberedName, snapshotStep } from './numberedNames';
import { blobDigest } from './ollamaStore';
import { splitGgufName } from './splitGguf';
import { isUnsure, watchedUnsureFiles } from './unsureFiles';

/**
 * What names on disk mean: which folders and files are checkpoints, which are snapshots of a run, what to watch and where
 * results go. Nothing here reads the disk. Host, service and command line share these rules, so they always agree.
 *
 * A format has a row here and its reader in `model/formats/<format>`. The row is not beside the reader because the host
 * finds checkpoints and must not import `src/model`.
 */

export const configFile = 'config.json';
export const weightsFile = 'model.safetensors';
/** Names the shards of weights that are stored in several files. */
export const shardIndexFile = 'model.safetensors.index.json';
/** The same two of torch, which transformers wrote before safetensors. */
export const pickledWeightsFile = 'pytorch_model.bin';
export const pickledIndexFile = 'pytorch_model.bin.index.json';
/** Describes a training run of ours. Training writes it before the first snapshot. */
export const runFile = 'run.json';
/** The folder beside checkpoints that holds computed results. */
export const resultFolder = '.model-circuits';

interface FolderFormat {
  readonly name: string;
  readonly unit: 'folder';
  /** Whether a folder with files of these names is a checkpoint that the tree lists. */
  isCheckpoint(names: ReadonlySet<string>): boolean;
  /** Whether a change of the file changes the checkpoint. */
  isPart(name: string): boolean;
  /** Globs of file names whose appearance or change may change the list of checkpoints. */
  readonly watched: readonly string[];
}

interface FileFormat {
  readonly name: string;
  readonly unit: 'file';
  /** Whether a file of this name is of the format, as far as its name says. */
  isNamed(name: string): boolean;
  /** Whether the tree lists the file. `beside` are the names of all files in its folder. */
  isCheckpoint(name: string, beside: ReadonlySet<string>): boolean;
  readonly watched: readonly string[];
}

/** What trainers save beside a checkpoint: no weights. */
const trainerState =
  /^(optimizer|optim|scheduler|scaler|grad_scaler|rng_state|training_args|trainer_state)([-_.].*)?\.\w+$|_optim_states\.pt$/i;
/** Weights of Hugging Face's names in one file or in parts, also while they are downloaded. */
const folderWeights =
  /^(model(-\d+-of-\d+)?\.safetensors|pytorch_model(-\d+-of-\d+)?\.bin)(\.(incomplete|part|partial|crdownload|download|aria2))?$/;
/** Weights of a LoRA adapter alone. The tree lists them to say what they lack. */
const adapterWeights = /^adapter_model\.(safetensors|bin)$/;

const formats = [
  {
    name: 'huggingFace',
    unit: 'folder',
    isCheckpoint: names =>
      names.has(weightsFile) ||
      names.has(shardIndexFile) ||
      [...names].some(name => adapterWeights.test(name)) ||
      // Neither a config.json nor such weights alone: the name of torch's file says too little.
      (names.has(configFile) && [...names].some(name => folderWeights.test(name) || isPickledShard(name))),
    isPart: name => /\.(json|safetensors|model)$/.test(name) || name === 'merges.txt' || isPickledShard(name),
    watched: [configFile, weightsFile, shardIndexFile, pickledWeightsFile, pickledIndexFile],
  },
  {
    name: 'gguf',
    unit: 'file',
    // Ollama names a model by its hash.
    isNamed: name => name.endsWith('.gguf') || blobDigest(name) !== null,
    // The first file of a sharded GGUF stands for all of them.
    isCheckpoint: name => name.endsWith('.gguf') && (splitGgufName(name)?.part ?? 1) === 1,
    watched: ['*.gguf'],
  },
  {
    name: 'pytorch',
    unit: 'file',
    isNamed: name => /\.(pt|pth)$/.test(name) || isPickledShard(name),
    isCheckpoint: name => /\.(pt|pth)$/.test(name) && !trainerState.test(name),
    watched: ['*.pt', '*.pth'],
  },
  {
    name: 'llama2c',
    unit: 'file',
    isNamed: name => name.endsWith('.bin') && !isPickledShard(name),
    // Many programs write .bin files, so that the first bytes decide (`unsureFiles`).
    isCheckpoint: () => false,
    watched: ['*.bin'],
  },
  {
    name: 'safetensors',
    unit: 'file',
    isNamed: isLooseSafetensors,
    isCheckpoint: (name, beside) =>
      isLooseSafetensors(name) && beside.has(configFile) && !beside.has(weightsFile) && !beside.has(shardIndexFile),
    watched: ['*.safetensors'],
  },
] as const satisfies readonly (FolderFormat | FileFormat)[];

export type CheckpointFormatName = (typeof formats)[number]['name'];

const folderFormats = formats.filter(format => format.unit === 'folder');
const fileFormats = formats.filter(format => format.unit === 'file');

export type FileFormatName = (typeof fileFormats)[number]['name'];

/** A shard of weights that torch pickled: "pytorch_model.bin", "pytorch_model-00001-of-00002.bin". */
function isPickledShard(name: string): boolean {
  return /^pytorch_model.*\.bin$/.test(name);
}

/** Whether a safetensors file of this name may be a checkpoint by itself, with the config.json beside it. */
function isLooseSafetensors(name: string): boolean {
  if (!name.endsWith('.safetensors') || folderWeights.test(name)) return false;
  return !adapterWeights.test(name) && !trainerState.test(name) && !/-of-\d+\.safetensors$/.test(name);
}

/** Whether a folder with files of these names is a checkpoint itself. */
function isCheckpoint(names: Iterable<string>): boolean {
  const all = new Set(names);
  return folderFormats.some(format => format.isCheckpoint(all));
}

/** The paths of the checkpoints in one folder, not below it: the folder itself and files in it. */
export function checkpointsIn(folder: string, names: readonly string[]): string[] {
  const all = new Set(names);
  const files = names.filter(name => fileFormats.some(format => format.isCheckpoint(name, all)));
  return [...(isCheckpoint(names) ? [folder] : []), ...files.map(name => joinedPath(folder, name))];
}

/** The format of a checkpoint that is one file, by the path alone; null for every other path, which is a folder's. */
export function fileFormatOf(path: string): FileFormatName | null {
  const { name } = folderAndName(path);
  return fileFormats.find(format => format.isNamed(name))?.name ?? null;
}

/** The folder in whose listing this checkpoint is found. */
export function listedIn(path: string): string {
  return isFile(path) ? folderAndName(path).folder : path;
}

function isFile(path: string): boolean {
  return fileFormatOf(path) !== null || isUnsure(folderAndName(path).name);
}

/** What readers of a checkpoint in one file look for beside it: the config of a torch file, and a tokenizer. */
const besideFile =
  /^((config|generation_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|vocab)\.json|merges\.txt|meta\.pkl|.*\.model|tok\w*\.bin)$/;

/**
 * The sorted names of the files that make up a checkpoint in one file, among those in its folder. A GGUF file holds all
 * that it needs, or its other parts do.
 */
export function filesOfFile(name: string, beside: readonly string[]): string[] {
  const parts = splitGgufName(name)?.parts ?? [name];
  if (fileFormatOf(name) === 'gguf') return [...parts];
  return [...parts, ...beside.filter(one => one !== name && besideFile.test(one)).toSorted()];
}

/** The sorted names of the files in a checkpoint's folder whose sizes and times show whether the checkpoint changed. */
export function fingerprintFiles(names: readonly string[]): string[] {
  return names.filter(name => folderFormats.some(format => format.isPart(name))).toSorted();
}

/** Globs of the names of files whose appearance or change may change the list of checkpoints or their names. */
const watched = [...formats.flatMap<string>(format => format.watched), ...watchedUnsureFiles, runFile];

/** The same as one glob of paths. */
export const watchedFiles = `**/{${watched.join(',')}}`;

/** The same for one name. */
export function isWatched(name: string): boolean {
  return watched.some(glob => {
    const [before = '', after] = glob.split('*');
    return after === undefined ? name === glob : name.startsWith(before) && name.endsWith(after);
  });
}

/**
 * The folder that contains `resultFolder`: a snapshot's run, the folder of a file, or else the checkpoint itself. In the
 * stores of other programs it is one that they leave alone: the repository in a Hugging Face cache, Ollama's `models`.
 */
export function resultRoot(path: string): string {
  const { folder, name } = folderAndName(path);
  if (blobDigest(name) !== null) return folderAndName(folder).folder;
  return revisionOf(path)?.repository ?? (isFile(path) ? folder : (runOf(path) ?? path));
}

/** The name that our training gives a snapshot: "step-000350". */
export function snapshotName(step: number): string {
  return `step-${String(step).padStart(6, '0')}`;
}

/** The training step of a snapshot by its path; null for a checkpoint that is no snapshot. */
export function stepOf(path: string): number | null {
  return snapshotStep(folderAndName(path).name);
}

/** The folder of the run that a snapshot belongs to; null for a checkpoint that is no snapshot. */
export function runOf(path: string): string | null {
  const { folder, name } = folderAndName(path);
  return isSnapshotName(name) ? folder : null;
}

/** Whether a folder with these names is a training run; a new run has no snapshot yet. */
export function isRun(names: readonly string[]): boolean {
  return names.some(name => name === runFile || isSnapshotName(name));
}

/** Whether a name says by itself that it is of a snapshot. */
function isSnapshotName(name: string): boolean {
  const number = numberedName(name);
  return number !== null && number.counts !== 'unknown';
}

/** Folders that hold no checkpoints, but thousands of files. */
const ignoredFolders = new Set(['node_modules', '.git', '.venv', 'venv', '__pycache__', 'site-packages', resultFolder]);

/** Whether checkpoints are looked for in a folder of this name. Hidden folders are unfinished or not the user's. */
export function isSearched(folderName: string): boolean {
  return !ignoredFolders.has(folderName) && !folderName.startsWith('.');
}

/** Whether a change at this path can change no checkpoint: it lies in an ignored folder, or is being written. */
export function isIgnored(path: string): boolean {
  return path.split(/[\\/]/).some(name => ignoredFolders.has(name) || isPartial(name));
}

/** Our training writes a snapshot under such a name and renames it when it is complete. */
function isPartial(name: string): boolean {
  return /^\..*\.partial$/.test(name);
}

/** The name under which our training writes a snapshot until it is complete. */
export function partialSnapshotName(step: number): string {
  return `.${snapshotName(step)}.partial`;
}
