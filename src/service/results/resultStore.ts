import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { resultFolder, resultRoot } from '../../shared/checkpointFiles';
import type { CheckpointRef } from '../../shared/checkpointRef';
import type { BackendName } from '../../shared/contracts/engineContract';
import { isRecord } from '../../shared/parsedValues';
import { replaceFile } from '../../disk/replaceFile';
import type { Measure, MeasureId } from './measure';

/** Where results go that cannot or must not be stored beside their checkpoint. */
export interface ResultStorage {
  /** The folder for such results; null: they are not kept. */
  readonly folder: string | null;
  /** Nothing is written below these paths: the extension's own folder with the bundled runs. */
  readonly untouched: readonly string[];
}

/** What a value was measured on: these weights, and an input that `inputHash` names. */
export interface MeasuredOn {
  readonly checkpoint: CheckpointRef;
  readonly input: string;
}

/**
 * Results of measures, one JSON file each, found by weights, measure, version and input. They are in the folder
 * `.model-circuits` of the run or the checkpoint, so that all users of the checkpoint share them, or else in the folder of
 * `ResultStorage`. Every result can be computed again, so a file that is missing, damaged or not writable is not an error.
 *
 * A result names its backend, but the backend is not part of its key: TensorFlow and WebAssembly agree to 1e-4, as tests
 * check, so machines with different backends share their results. (Version 0.1.0 stored files with a backend in their
 * names. They are not read: some hold scores of models without a norm that 0.1.0 computed with one.)
 */
export class ResultStore {
  constructor(private readonly storage: ResultStorage) {}

  /** Null if there is no result that the measure can decode. */
  async read<Value>(measure: Measure<Value>, on: MeasuredOn): Promise<Value | null> {
    for (const { folder } of this.places(on.checkpoint)) {
      const stored = valueOf(await readJson(join(folder, fileName(measure, on))), measure, on);
      const value = stored === undefined ? null : measure.decode(stored);
      if (value !== null) return value;
    }
    return null;
  }

  async write<Value>(measure: Measure<Value>, on: MeasuredOn, value: Value, backend: BackendName): Promise<void> {
    const text = JSON.stringify({
      measure: measure.name,
      version: measure.version,
      weights: on.checkpoint.weightsId,
      input: on.input,
      backend,
      value: measure.encode(value),
    });
    for (const place of this.places(on.checkpoint)) {
      if (await isWritten(place, fileName(measure, on), text)) return;
    }
  }

  /** The places for results, in the order in which they are tried. */
  private places({ path, weightsId }: CheckpointRef): Place[] {
    const { folder, untouched } = this.storage;
    const placeIn = (top: string): Place => ({ top, folder: join(top, 'results', weightsId) });
    const ours = folder === null ? [] : [placeIn(folder)];
    const isUntouched = untouched.some(root => path.startsWith(join(root, '/')));
    return isUntouched ? ours : [placeIn(join(resultRoot(path), resultFolder)), ...ours];
  }
}

interface Place {
  /** `.model-circuits`, or the folder of `ResultStorage`. */
  readonly top: string;
  /** For the results of these weights. */
  readonly folder: string;
}

/** "prefix_matching-v1-3f2a….json" */
function fileName({ name, version }: MeasureId, { input }: MeasuredOn): string {
  return `${name}-v${version}-${input}.json`;
}

/** The encoded value in a file of this result; undefined for a file of another. */
function valueOf(file: unknown, { name, version }: MeasureId, { checkpoint, input }: MeasuredOn): unknown {
  if (!isRecord(file) || file.version !== version) return undefined;
  const isOurs = file.measure === name && file.weights === checkpoint.weightsId && file.input === input;
  return isOurs ? file.value : undefined;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    // The file is missing or damaged.
    return undefined;
  }
}

/** False if the file cannot be written there. */
async function isWritten({ top, folder }: Place, name: string, text: string): Promise<boolean> {
  try {
    const isNew = (await mkdir(top, { recursive: true })) !== undefined;
    // Not in a folder that was there before: the user may have changed or deleted the file.
    if (isNew && basename(top) === resultFolder) await ignoreByGit(top);
    await mkdir(folder, { recursive: true });
    await replaceFile(join(folder, name), handle => handle.writeFile(text));
    return true;
  } catch {
    return false;
  }
}

/** Keeps a folder out of the user's repository. */
async function ignoreByGit(folder: string): Promise<void> {
  await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' });
}
