import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRepository } from './fixtures';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const bundle = inRepository('dist/cli.js');

/** Runs `model-circuits` in a process of its own, in the root of the repository. */
export function modelCircuits(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  program = bundle,
): Promise<Outcome> {
  if (!existsSync(program)) throw new Error('dist/cli.js is not there; build it with: npm run build');
  return new Promise(resolve => {
    const options = {
      cwd: inRepository(),
      env: { ...process.env, ...environment },
      timeout: 30_000,
      maxBuffer: 2 ** 26,
    };
    const child = execFile(process.execPath, [program, ...args], options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

/** A folder for the inputs and outputs of one test file. */
export class ScratchFolder {
  readonly folder = mkdtempSync(join(tmpdir(), 'model-circuits-cli-'));

  path(name: string): string {
    return join(this.folder, name);
  }

  file(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
