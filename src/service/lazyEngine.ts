import type { BackendChoice, BackendInfo } from '../shared/contracts/engineContract';
import type { BackendPaths } from '../engine/backends/backend';
import type * as engineModule from './engineModule';

/** The engine's functions, and the backend that has been started for them. */
export type Engine = Omit<typeof engineModule, 'startBackend'> & { readonly backend: BackendInfo };

/**
 * Imports tfjs and starts a backend when the engine is first asked for, and only once: with the first model, not with the
 * process, because describing checkpoints needs neither.
 */
export function lazyEngine(choice: BackendChoice, paths: BackendPaths): () => Promise<Engine> {
  let engine: Promise<Engine> | null = null;
  return () => (engine ??= start(choice, paths));
}

async function start(choice: BackendChoice, paths: BackendPaths): Promise<Engine> {
  const { startBackend, ...functions } = await import('./engineModule');
  return { ...functions, backend: await startBackend(choice, paths) };
}
