// Runs inside the extension host, which mocha needs. VS Code calls `run` and reads a rejection as failure.
import { writeFile } from 'node:fs/promises';

const suites = [() => import('./activation.test'), () => import('./runModel.test')];

/** The outcome of all suites, for the process that started VS Code. */
export interface ExtensionTestResult {
  passed: number;
  failed: number;
  skipped: number;
}

export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000 });
  // Defines describe, it, before and after, as mocha's own loader does before each test file.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const load of suites) await load();

  const result: ExtensionTestResult = { passed: 0, failed: 0, skipped: 0 };
  await new Promise<void>(resolve => {
    mocha
      .run(() => resolve())
      .on('pass', () => result.passed++)
      .on('fail', () => result.failed++)
      .on('pending', () => result.skipped++);
  });
  const file = process.env.MODEL_CIRCUITS_TEST_RESULT;
  if (file) await writeFile(file, JSON.stringify(result));
  if (result.failed > 0) throw new Error(`${result.failed} of ${result.passed + result.failed} tests failed`);
}
