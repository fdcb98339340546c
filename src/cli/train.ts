import { dirname, resolve } from 'node:path';
import type { BackendChoice } from '../shared/contracts/engineContract';
import { AppError, asAppError } from '../shared/errors';
import type { TrainReport } from '../shared/contracts/trainingContract';
import { printJson, printNote } from './output';
import { readJsonFile } from './readInput';
import { trainingInProcess } from './service';
import { TrainTable } from './trainTable';

interface TrainOptions {
  readonly out: string;
  readonly backend: BackendChoice;
  readonly resume: boolean;
  readonly json: boolean;
}

/** `model-circuits train`. */
export async function train(recipeFile: string, { out, backend, resume, json }: TrainOptions): Promise<void> {
  const recipe = withAbsolutePath(await readJsonFile(recipeFile), dirname(resolve(recipeFile)));
  const run = resolve(out);
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  // Once: a second Ctrl+C ends the process as ever.
  process.once('SIGINT', onInterrupt);
  const table = new TrainTable();
  const onReport = (report: TrainReport): void => {
    if (report.kind === 'start' && report.backend.note !== null) {
      printNote(`Computing with ${report.backend.name}: ${report.backend.note}`);
    }
    if (!json) table.show(report);
    else if (report.kind === 'log') printJson(report.line);
  };
  try {
    await trainingInProcess(backend).train({ recipe, run, resume }, { signal: stop.signal, onReport });
    if (!json) table.end(`The run is in ${out}.`);
  } catch (thrown) {
    const error = asAppError(thrown);
    if (!json) table.end('');
    const message =
      error.reason === 'cancelled'
        ? `stopped; go on with: model-circuits train ${recipeFile} --out ${out} --resume`
        : error.message.replace(/^the recipe\b/, recipeFile);
    throw new AppError(error.reason, message);
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
}

/** A text's path is as seen from the recipe's own folder. */
function withAbsolutePath(recipe: unknown, folder: string): unknown {
  if (typeof recipe !== 'object' || recipe === null || !('data' in recipe)) return recipe;
  const { data } = recipe;
  if (typeof data !== 'object' || data === null || !('path' in data) || typeof data.path !== 'string') return recipe;
  return { ...recipe, data: { ...data, path: resolve(folder, data.path) } };
}
