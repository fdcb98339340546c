import type { BackendChoice, BackendInfo } from '../shared/contracts/engineContract';
import type { BackendPaths } from '../engine/backends/backend';
import type * as engineModule from './engineModule';

/** The engine's functions, and the backend that has been started for them. */
export type Engine = Omit<typeof engineModule, 'startBackend'> & { readonly backend: BackendInfo };

/**
 * Returns a function that imports tfjs and starts a backend at its first call, and gives the same engine to every call.
 * Describing checkpoints needs no engine, so that a process that only does this stays small.
 */
export function lazyEngine(choice: BackendChoice, paths: BackendPaths): () => Promise<Engine> {
  let engine: Promise<Engine> | null = null;
  return () => (engine ??= start(choice, paths));
}

async function start(choice: BackendChoice, paths: BackendPaths): Promise<Engine> {
  const { startBackend, ...functions } = await import('./engineModule');
  return { ...functions, backend: await startBackend(choice, paths) };
}
