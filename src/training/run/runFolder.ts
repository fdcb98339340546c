import { appendFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { partialSnapshotName, runFile, snapshotName } from '../../shared/checkpointFiles';
import { AppError, systemErrorCode } from '../../shared/errors';
import { readLogLine } from '../../shared/logLine';
import { snapshotStep } from '../../shared/numberedNames';
import type { LogLine } from '../../shared/contracts/trainingContract';
import type { TrainingSetup } from '../../shared/trainingSetup';
import type { ByteSource } from '../../model/byteSource';
import { replaceFile, writeFlushed } from '../../disk/replaceFile';
import { jsonText } from './snapshotFiles';

const logFile = 'log.jsonl';
const resumeFolder = 'resume';
const stateFile = 'state.safetensors';

/**
 * A training run on disk: run.json, log.jsonl, one folder for each snapshot, and the state from which it resumes. Files and
 * snapshots get their own names only when they are complete. Every method rejects with `bad-input` if it cannot write.
 */
export class RunFolder {
  constructor(readonly path: string) {}

  /** Begins a new run. Rejects with `bad-input` for a folder that is not empty. */
  async create(setup: TrainingSetup, tokensPerStep: number): Promise<void> {
    await this.writing(async () => {
      await mkdir(this.path, { recursive: true });
      const [any] = await readdir(this.path);
      if (any !== undefined) {
        const isRun = await readFile(join(this.path, runFile)).then(Boolean, () => false);
        const advice = isRun ? 'resume it, or choose another folder' : 'choose a new folder';
        throw new AppError('bad-input', `${this.path}: already holds ${isRun ? 'a run' : `"${any}"`}; ${advice}.`);
      }
      const { name, seed, data } = setup;
      const tokenizer = 'tokenizer' in data ? data.tokenizer : null;
      await this.write(runFile, jsonText({ version: 1, name, recipe: setup, seed, tokenizer, tokensPerStep }));
    });
  }

  /** The setup in run.json ("recipe"), unchecked. Rejects with `bad-input` if there is none. */
  async readSetup(): Promise<unknown> {
    const text = await readFile(join(this.path, runFile), 'utf8').catch(() => {
      throw new AppError('bad-input', `${this.path}: holds no ${runFile}, so there is no run to resume.`);
    });
    try {
      const run: unknown = JSON.parse(text);
      if (typeof run === 'object' && run && 'recipe' in run) return run.recipe;
    } catch {
      // The error below covers it.
    }
    throw new AppError('bad-input', `${this.path}: its ${runFile} is damaged; it holds no setup ("recipe").`);
  }

  async writeSnapshot(step: number, files: ReadonlyMap<string, string | Uint8Array>): Promise<string> {
    const path = join(this.path, snapshotName(step));
    const partial = join(this.path, partialSnapshotName(step));
    await this.writing(async () => {
      await rm(partial, { recursive: true, force: true });
      await mkdir(partial);
      for (const [name, content] of files) {
        await writeFlushed(join(partial, name), file => file.writeFile(content));
      }
      // A snapshot of the same step is left from before a crash.
      await rm(path, { recursive: true, force: true });
      await rename(partial, path);
    });
    return path;
  }

  async appendLog(line: LogLine): Promise<void> {
    await this.writing(() => appendFile(join(this.path, logFile), `${JSON.stringify(line)}\n`));
  }

  async saveState(state: Uint8Array): Promise<void> {
    await this.writing(async () => {
      await mkdir(join(this.path, resumeFolder), { recursive: true });
      await this.write(join(resumeFolder, stateFile), state);
    });
  }

  /**
   * The state that was saved last; null if none was saved yet. Rejects with `bad-input` if the state cannot be read, and if
   * there are later snapshots but no state: such a copy of a run cannot go on without losing them.
   */
  async openState(): Promise<ByteSource | null> {
    const name = `${resumeFolder}/${stateFile}`;
    const bytes = await readFile(join(this.path, resumeFolder, stateFile)).catch((thrown: unknown) => {
      const code = systemErrorCode(thrown);
      if (code === 'ENOENT') return null;
      throw new AppError('bad-input', `${this.path}/${name}: cannot be read (${code ?? String(thrown)}).`);
    });
    if (bytes) return memorySource(`${basename(this.path)}/${name}`, bytes);
    // The snapshot of step 0 is written before the first state.
    const later = (await readdir(this.path)).find(entry => (ownStep(entry) ?? 0) > 0);
    if (later === undefined) return null;
    throw new AppError(
      'bad-input',
      `${this.path}: holds ${later} but no ${name}, from which training continues. Copy that too, or train into a new folder.`,
    );
  }

  /**
   * Deletes what a stopped or crashed run left of steps after `step`, and returns the last log line at or before `step`.
   */
  async rewindTo(step: number): Promise<LogLine | null> {
    return this.writing(async () => {
      for (const name of await readdir(this.path)) {
        // Only what a run writes is deleted: the user may keep other files here.
        if ((ownStep(name) ?? -1) > step || isOwnPartial(name)) {
          await rm(join(this.path, name), { recursive: true, force: true });
        }
      }
      const text = await readFile(join(this.path, logFile), 'utf8').catch(() => '');
      const kept = text
        .split('\n')
        .flatMap(line => readLogLine(line) ?? [])
        .filter(line => line.step <= step);
      await this.write(logFile, kept.map(line => `${JSON.stringify(line)}\n`).join(''));
      return kept.at(-1) ?? null;
    });
  }

  private async write(name: string, content: string | Uint8Array): Promise<void> {
    const file = join(this.path, name);
    // A run has one writer, and the next one writes over what a crash left.
    await replaceFile(file, handle => handle.writeFile(content), `${file}.partial`);
  }

  private async writing<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (thrown) {
      const code = systemErrorCode(thrown);
      if (code === null) throw thrown;
      throw new AppError(
        'bad-input',
        `${this.path}: cannot be written (${code}). Everything that was written before is complete, and the run can be resumed.`,
        { cause: thrown },
      );
    }
  }
}

/** The step in a name that our runs write; null for any other name, also for `checkpoint-100` and `step-7`. */
function ownStep(name: string): number | null {
  const step = snapshotStep(name);
  return step !== null && name === snapshotName(step) ? step : null;
}

function isOwnPartial(name: string): boolean {
  return /^\.step-\d{6,}\.partial$/.test(name) || name === `${runFile}.partial` || name === `${logFile}.partial`;
}

function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read: (offset, length) => Promise.resolve(new Uint8Array(bytes.slice(offset, offset + length))),
  };
}
