import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { resultFolder, resultRoot } from '../../shared/checkpointFiles';
import type { CheckpointRef } from '../../shared/checkpointRef';
import type { BackendName } from '../../shared/contracts/engineContract';
import { isRecord } from '../../shared/parsedValues';
import { replaceFile } from '../../disk/replaceFile';
import type { Measure, MeasureId } from './measure';

/** Where results go that cannot or must not stand beside their checkpoint. */
export interface ResultStorage {
  /** Null: such results are not kept. */
  readonly folder: string | null;
  /** Nothing is written beside checkpoints below these paths: the bundled runs in the extension's own folder. */
  readonly untouched: readonly string[];
}

/** What a value was measured on: these weights, and an input that `inputHash` names. */
export interface MeasuredOn {
  readonly checkpoint: CheckpointRef;
  readonly input: string;
}

/**
 * Results of any measure, one JSON file each, found by weights, measure, version and input. They stand in
 * `.model-circuits` beside the run or the lone checkpoint, so that everybody who opens it shares them, or else in a
 * folder of our own. Every result can be computed again, so a file that is missing, damaged or not writable is no error.
 *
 * The backend is noted in a result and is no part of its key: TensorFlow and WebAssembly agree to 1e-4, which
 * the tests hold, and so sweeps on unlike machines share their results.
 */
export class ResultStore {
  constructor(private readonly storage: ResultStorage) {}

  /** Null if there is no result that the measure can decode. */
  async read<Value>(measure: Measure<Value>, on: MeasuredOn): Promise<Value | null> {
    for (const folder of this.folders(on.checkpoint)) {
      for (const name of [fileName(measure, on), ...earlierFileNames(measure, on)]) {
        const stored = valueOf(await readJson(join(folder, name)), measure, on);
        const value = stored === undefined ? null : measure.decode(stored);
        if (value !== null) return value;
      }
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
    for (const folder of this.folders(on.checkpoint)) {
      if (await isWritten(join(folder, fileName(measure, on)), text)) return;
    }
  }

  /** In the order in which they are tried. */
  private folders({ path, weightsId }: CheckpointRef): string[] {
    const { folder, untouched } = this.storage;
    const ours = folder === null ? [] : [join(folder, 'results', weightsId)];
    const isUntouched = untouched.some(root => path.startsWith(join(root, '/')));
    return isUntouched ? ours : [join(resultRoot(path), resultFolder, 'results', weightsId), ...ours];
  }
}

/** "prefix_matching-v1-3f2a….json" */
function fileName({ name, version }: MeasureId, { input }: MeasuredOn): string {
  return `${name}-v${version}-${input}.json`;
}

/** Before results were shared between backends, the name of the file held the backend. */
function earlierFileNames({ name, version }: MeasureId, { input }: MeasuredOn): string[] {
  const backends: readonly BackendName[] = ['tensorflow', 'wasm'];
  return backends.map(backend => `${name}-v${version}-${backend}-${input}.json`);
}

/** The encoded value in a file of this very result; undefined for any other. */
function valueOf(file: unknown, { name, version }: MeasureId, { checkpoint, input }: MeasuredOn): unknown {
  if (!isRecord(file) || file.version !== version) return undefined;
  // An earlier file holds the fields of the value itself, and the measure's name as "recipe".
  if (file.recipe === name) return file;
  const isOurs = file.measure === name && file.weights === checkpoint.weightsId && file.input === input;
  return isOurs ? file.value : undefined;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    // It is missing or damaged.
    return undefined;
  }
}

/** False if the file cannot be written there. */
async function isWritten(file: string, text: string): Promise<boolean> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await replaceFile(file, handle => handle.writeFile(text));
    return true;
  } catch {
    return false;
  }
}
