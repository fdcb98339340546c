import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { BackendInfo } from '../../src/shared/contracts/engineContract';
import type { TrainReport } from '../../src/shared/contracts/trainingContract';
import type { TrainingSetup } from '../../src/shared/trainingSetup';
import { resumeRun, trainNewRun } from '../../src/training/trainRun';
import { toySetup } from './toySetup';

/** The backend that the run files name. The test starts the real backend itself. */
export const namedBackend: BackendInfo = { name: 'wasm', version: 'test', note: null };

/** One layer with smeared keys, for twelve steps. */
export const oneLayer = toySetup({
  model: { n_layers: 1, n_heads: 2, d_model: 16, d_head: 8, n_ctx: 64, smeared_keys: true },
});

/** Trains until step `stopAt`, at which it cancels, or to the end for null. Returns the reports. */
export async function trainUntil(
  path: string,
  recipe: TrainingSetup,
  stopAt: number | null,
  resume = false,
): Promise<TrainReport[]> {
  const stop = new AbortController();
  const reports: TrainReport[] = [];
  const options = {
    backend: namedBackend,
    signal: stop.signal,
    report: (report: TrainReport): void => {
      reports.push(report);
      if (report.kind === 'log' && report.line.step === stopAt) stop.abort();
    },
  };
  const training = resume ? resumeRun(recipe, path, options) : trainNewRun(recipe, path, options);
  if (stopAt === null) await training;
  else await expect(training).rejects.toMatchObject({ reason: 'cancelled' });
  return reports;
}

/** The bytes of every file of a run except the log, which holds times. */
export function filesOf(path: string): Map<string, string> {
  const names = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name !== 'log.jsonl')
    .map(entry => join(entry.parentPath, entry.name));
  return new Map(names.toSorted().map(name => [name.slice(path.length), readFileSync(name).toString('latin1')]));
}

export function logOf(path: string): object[] {
  const lines = readFileSync(join(path, 'log.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map(line => ({ ...(JSON.parse(line) as object), tokensPerSecond: 0 }));
}
