import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { trainingStep } from '../../shared/trainingStep';

export interface BundledDemos {
  readonly paths: readonly string[];
  /** What runs before a person has chosen. */
  readonly first: string;
}

/** The training run that the walkthrough goes through. */
const mainRun = 'stories-2-layers';

/** The checkpoints that come with the extension: single ones, and runs with their snapshots. */
export function bundledDemos(folder: string): BundledDemos {
  const paths = folders(folder).flatMap(name => {
    const path = join(folder, name);
    return existsSync(join(path, 'config.json')) ? [path] : snapshotsOf(path);
  });
  const first = snapshotsOf(join(folder, mainRun)).at(-1) ?? paths[0] ?? folder;
  return { paths, first };
}

/** In step order. */
function snapshotsOf(run: string): string[] {
  return folders(run)
    .filter(name => trainingStep(name) !== null)
    .toSorted((a, b) => (trainingStep(a) ?? 0) - (trainingStep(b) ?? 0))
    .map(name => join(run, name));
}

function folders(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? [entry.name] : []));
  } catch {
    return [];
  }
}
