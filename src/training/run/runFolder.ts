import { appendFile, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../../shared/errors';
import type { LogLine } from '../../shared/trainingContract';
import type { TrainingRecipe } from '../../shared/trainingRecipe';
import { trainingStep } from '../../shared/trainingStep';
import type { ByteSource } from '../../model/byteSource';
import { jsonText } from './snapshotFiles';

const runFile = 'run.json';
const logFile = 'log.jsonl';
const resumeFolder = 'resume';
const stateFile = 'state.safetensors';

/** "step-000350" */
export function snapshotName(step: number): string {
  return `step-${String(step).padStart(6, '0')}`;
}

/**
 * A training run on disk: run.json, a folder a snapshot, log.jsonl, and what it resumes from. Whatever stands under its own
 * name is whole: it is written beside it first. Every method rejects with `bad-input` when the folder cannot be written.
 */
export class RunFolder {
  constructor(readonly path: string) {}

  /** A new run. Rejects with `bad-input` for a folder that holds anything. */
  async create(recipe: TrainingRecipe, tokensPerStep: number): Promise<void> {
    await this.writing(async () => {
      await mkdir(this.path, { recursive: true });
      const [any] = await readdir(this.path);
      if (any !== undefined) {
        const isRun = await readFile(join(this.path, runFile)).then(Boolean, () => false);
        const advice = isRun ? 'resume it, or choose another folder' : 'choose a new folder';
        throw new AppError('bad-input', `${this.path}: already holds ${isRun ? 'a run' : `"${any}"`}; ${advice}.`);
      }
      const { name, seed, data } = recipe;
      const tokenizer = 'tokenizer' in data ? data.tokenizer : null;
      await this.write(runFile, jsonText({ version: 1, name, recipe, seed, tokenizer, tokensPerStep }));
    });
  }

  /** The recipe of the run that is there, unchecked. Rejects with `bad-input` where there is none. */
  async readRecipe(): Promise<unknown> {
    const text = await readFile(join(this.path, runFile), 'utf8').catch(() => {
      throw new AppError('bad-input', `${this.path}: holds no ${runFile}, so there is no run to resume.`);
    });
    try {
      const run: unknown = JSON.parse(text);
      if (typeof run === 'object' && run && 'recipe' in run) return run.recipe;
    } catch {
      // Said below.
    }
    throw new AppError('bad-input', `${this.path}: its ${runFile} is damaged; there is no recipe in it.`);
  }

  async writeSnapshot(step: number, files: ReadonlyMap<string, string | Uint8Array>): Promise<string> {
    const path = join(this.path, snapshotName(step));
    const partial = join(this.path, `.${snapshotName(step)}.partial`);
    await this.writing(async () => {
      await rm(partial, { recursive: true, force: true });
      await mkdir(partial);
      for (const [name, content] of files) await writeFlushed(join(partial, name), content);
      // One of the same step is from before a crash.
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

  /** What was saved last; null when nothing has been yet. */
  async openState(): Promise<ByteSource | null> {
    const bytes = await readFile(join(this.path, resumeFolder, stateFile)).catch(() => null);
    return bytes && memorySource(`${basename(this.path)}/${resumeFolder}/${stateFile}`, bytes);
  }

  /**
   * Takes away what a stopped or crashed run left of steps after `step`, and returns the last log line at or before it.
   */
  async rewindTo(step: number): Promise<LogLine | null> {
    return this.writing(async () => {
      for (const name of await readdir(this.path)) {
        const isLater = (trainingStep(name) ?? -1) > step;
        if (isLater || /^\.step-\d+\.partial$|\.partial$/.test(name)) {
          await rm(join(this.path, name), { recursive: true, force: true });
        }
      }
      const text = await readFile(join(this.path, logFile), 'utf8').catch(() => '');
      const kept = text
        .split('\n')
        .flatMap(line => logLine(line) ?? [])
        .filter(line => line.step <= step);
      await this.write(logFile, kept.map(line => `${JSON.stringify(line)}\n`).join(''));
      return kept.at(-1) ?? null;
    });
  }

  private async write(name: string, content: string | Uint8Array): Promise<void> {
    const file = join(this.path, name);
    const partial = `${file}.partial`;
    try {
      await writeFlushed(partial, content);
      await rename(partial, file);
    } catch (thrown) {
      await rm(partial, { force: true }).catch(() => undefined);
      throw thrown;
    }
  }

  private async writing<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown)) throw thrown;
      throw new AppError(
        'bad-input',
        `${this.path}: cannot be written (${String(thrown.code)}). What was finished before is whole, and can be resumed from.`,
        { cause: thrown },
      );
    }
  }
}

/** A rename may reach the disk before the bytes do; then a crash would leave an empty file under the right name. */
async function writeFlushed(file: string, content: string | Uint8Array): Promise<void> {
  await writeFile(file, content);
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Null for a line that a crash cut off. */
function logLine(text: string): LogLine | null {
  try {
    const line: unknown = JSON.parse(text);
    return typeof line === 'object' && line && 'step' in line && typeof line.step === 'number'
      ? (line as LogLine)
      : null;
  } catch {
    return null;
  }
}

function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read: (offset, length) => Promise.resolve(new Uint8Array(bytes.slice(offset, offset + length))),
  };
}
