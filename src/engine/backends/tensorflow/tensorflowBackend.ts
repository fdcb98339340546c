import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../shared/errors';

/** Where to look for tfjs-node, in this order. */
export interface TensorflowPlaces {
  /** A folder that `require` can load: the package itself, or the prepared one of a native build. */
  readonly folders: readonly string[];
  /** A folder from which the installed package `@tensorflow/tfjs-node` is resolved. */
  readonly packageBase: string | null;
}

/**
 * Makes TensorFlow (tfjs-node) the backend and returns libtensorflow's version. Throws `backend-unavailable` with
 * the reason if it is not installed or not set up.
 */
export async function startTensorflow(places: TensorflowPlaces): Promise<string> {
  prepareProcess();
  const require = createRequire(join(places.packageBase ?? process.cwd(), 'resolve-from-here.js'));
  const candidates = [...places.folders, ...(places.packageBase === null ? [] : ['@tensorflow/tfjs-node'])];
  const problems: string[] = [];
  for (const candidate of candidates) {
    try {
      withoutWarnings(() => void require(candidate));
      break;
    } catch (thrown) {
      problems.push(firstLine(thrown));
    }
  }
  if (problems.length === candidates.length || !(await tf.setBackend('tensorflow'))) {
    throw new AppError(
      'backend-unavailable',
      `TensorFlow did not load: ${problems.at(-1) ?? 'it registered no backend'}`,
    );
  }
  return libraryVersion(tf.backend());
}

/** Sets what tfjs-node and libtensorflow read once, when they load. */
function prepareProcess(): void {
  // tfjs-node calls functions that Node 23 removed (tensorflow/tfjs issue 8609).
  const removed: { isNullOrUndefined?: (value: unknown) => boolean; isArray?: (value: unknown) => boolean } = util;
  removed.isNullOrUndefined ??= value => value === null || value === undefined;
  removed.isArray ??= Array.isArray;
  // Up to 2× on processors where TensorFlow leaves oneDNN off by default (measured on AMD EPYC).
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
  // Otherwise libtensorflow writes banner lines to stderr.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
}

function libraryVersion(backend: object): string {
  const binding: unknown = 'binding' in backend ? backend.binding : null;
  const version: unknown =
    typeof binding === 'object' && binding && 'TF_Version' in binding ? binding.TF_Version : null;
  return typeof version === 'string' ? version : 'unknown';
}

/** tfjs-node warns at length that tfjs-core is loaded already. */
function withoutWarnings(load: () => void): void {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    load();
  } finally {
    console.warn = warn;
  }
}

function firstLine(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0] ?? '';
}
