import { spawn } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { ScratchFolder } from '../../support/commandLine';
import { inRepository } from '../../support/fixtures';

const scratch = new ScratchFolder();
afterAll(() => scratch.clear());

interface End {
  readonly code: number | null;
  /** What came through the pipe that stayed open. */
  readonly output: string;
}

/** Runs the command line, whose reader of one stream is gone before the first line. */
function withoutReader(closed: 'stdout' | 'stderr', args: readonly string[]): Promise<End> {
  const child = spawn(process.execPath, [inRepository('dist/cli.js'), ...args], { cwd: inRepository() });
  child[closed].destroy();
  let output = '';
  child[closed === 'stdout' ? 'stderr' : 'stdout'].on('data', (data: Buffer) => (output += data.toString()));
  return new Promise(resolve => child.on('close', code => resolve({ code, output })));
}

const model = 'media/demo/stories260K';
const ids = scratch.file('ids.json', '[[1, 2, 3]]');

// A pipe without a reader is an error of another kind on Windows.
describe.skipIf(process.platform === 'win32')('a reader that is gone', () => {
  it.each([
    ['describe', [model]],
    ['describe', [model, '--json']],
    ['run', [model, '--ids', ids, '--backend', 'cpu']],
    ['run', [model, '--ids', ids, '--backend', 'cpu', '--json']],
    ['scores', [model, '--recipe', 'entropy', '--backend', 'wasm', '--json']],
    ['--help', []],
  ])(
    'ends %s %j without a word, as cat ends',
    async (command, args) => {
      expect(await withoutReader('stdout', [command, ...args])).toEqual({ code: 141, output: '' });
    },
    30_000,
  );

  it('of messages ends a call that fails', async () => {
    expect(await withoutReader('stderr', ['describe', 'nowhere'])).toEqual({ code: 141, output: '' });
  }, 30_000);
});
