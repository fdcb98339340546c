import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { configFile } from '../../shared/checkpointFiles';
import { snapshotStep } from '../../shared/numberedNames';

export interface BundledDemos {
  readonly paths: readonly string[];
  /** The active checkpoint until the user chooses one. */
  readonly first: string;
}

/** The name of the training run that the walkthrough uses. */
const mainRun = 'stories-2-layers';

/** The paths of the bundled checkpoints: single ones, and the snapshots of runs. */
export function bundledDemos(folder: string): BundledDemos {
  const paths = folders(folder).flatMap(name => {
    const path = join(folder, name);
    return existsSync(join(path, configFile)) ? [path] : snapshotsOf(path);
  });
  const first = snapshotsOf(join(folder, mainRun)).at(-1) ?? paths[0] ?? folder;
  return { paths, first };
}

/** The snapshots of a run, in the order of their steps. */
function snapshotsOf(run: string): string[] {
  return folders(run)
    .filter(name => snapshotStep(name) !== null)
    .toSorted((a, b) => (snapshotStep(a) ?? 0) - (snapshotStep(b) ?? 0))
    .map(name => join(run, name));
}

function folders(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? [entry.name] : []));
  } catch {
    return [];
  }
}
