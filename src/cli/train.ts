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

/** `model-circuits train`: trains a small model, and prints its log. Rejects with an AppError, `cancelled` for Ctrl+C. */
export async function train(setupFile: string, { out, backend, resume, json }: TrainOptions): Promise<void> {
  const setup = withAbsolutePath(await readJsonFile(setupFile), dirname(resolve(setupFile)));
  const run = resolve(out);
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  // `once`, so that a second Ctrl+C ends the process at once.
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
    await trainingInProcess(backend).train({ recipe: setup, run, resume }, { signal: stop.signal, onReport });
    if (!json) table.end(`The run is in ${out}.`);
  } catch (thrown) {
    const error = asAppError(thrown);
    if (!json) table.end('');
    const message =
      error.reason === 'cancelled'
        ? `stopped; continue with: model-circuits train ${setupFile} --out ${out} --resume`
        : error.message.replace(/^the setup\b/, setupFile);
    throw new AppError(error.reason, message);
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
}

/** A relative path of a text in a setup is relative to the folder of the setup's file. */
function withAbsolutePath(setup: unknown, folder: string): unknown {
  if (typeof setup !== 'object' || setup === null || !('data' in setup)) return setup;
  const { data } = setup;
  if (typeof data !== 'object' || data === null || !('path' in data) || typeof data.path !== 'string') return setup;
  return { ...setup, data: { ...data, path: resolve(folder, data.path) } };
}
