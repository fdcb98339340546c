// @ts-check
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { serverObstacle, vscodeVersion } from './vscode/installServer.mjs';
import { buildExtensionTests } from './buildExtensionTests.mjs';
import { cacheFolder } from './cacheFolder.mjs';
import { runCommand } from './command.mjs';
import { npm } from './npm.mjs';
import { repository } from './repository.mjs';
import { copySampleWorkspace } from './sampleWorkspace.mjs';

/** @typedef {import('./test.mjs').Counts} Counts */

const modules = join(repository, 'node_modules');
const vitest = join(modules, 'vitest', 'vitest.mjs');

/** The stages in the order in which they run. Each prints its output and returns its counts. @type {Record<string, () => Promise<Counts>>} */
export const stages = {
  typecheck: () => script('typecheck'),
  lint: () => script('lint'),
  unit: () => runVitest('unit'),
  extension: runExtensionTests,
  ui: async () => {
    const obstacle = serverObstacle();
    if (!obstacle) return runUiTests();
    console.log(`Skipped. ${obstacle}`);
    return { passed: 0, failed: 0, skipped: 1 };
  },
};

/**
 * Two VS Codes share the machine. A file that fails beside another one runs a second time alone, and the output names it, so
 * that a race of VS Code's own is seen and does not fail the whole run.
 * @returns {Promise<Counts>}
 */
async function runUiTests() {
  const first = await runVitest('ui');
  if (first.failed === 0) return first;
  /** @type {{ testResults?: { name: string, status: string }[] }} */
  const { testResults = [] } = existsSync(resultFile('ui')) ? JSON.parse(await readFile(resultFile('ui'), 'utf8')) : {};
  const files = testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
  if (files.length === 0) return first;
  console.log(`\nUNSTABLE: failed beside another VS Code, and now run alone:\n${files.join('\n')}\n`);
  const { failed } = await runVitest('ui', [...files, '--maxWorkers=1']);
  return { ...first, passed: first.passed + Math.max(0, first.failed - failed), failed };
}

/** @param {string} project */
function resultFile(project) {
  return join(repository, '.build', `${project}-tests.json`);
}

/**
 * @param {string} project of vitest.config.mts
 * @param {string[]} [more] files, all if there are none, and options
 * @returns {Promise<Counts>}
 */
async function runVitest(project, more = []) {
  const file = resultFile(project);
  await rm(file, { force: true });
  const success = await succeeds(vitest, [
    ...['run', '--project', project, '--passWithNoTests', ...more],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
  ]);
  const result = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
  return certainOfFailure(success, {
    passed: result.numPassedTests ?? 0,
    failed: result.numFailedTests ?? 0,
    skipped: (result.numPendingTests ?? 0) + (result.numTodoTests ?? 0),
  });
}

/** Mocha in a real extension host: the server's, or on request (and where that cannot run) a desktop VS Code's. */
async function runExtensionTests() {
  const desktop = process.env.MODEL_CIRCUITS_DESKTOP_TESTS === '1' || serverObstacle() !== null;
  const bundle = await buildExtensionTests();
  const sample = await copySampleWorkspace();
  const temporary = await mkdtemp(join(tmpdir(), 'model-circuits-tests-'));
  const resultFile = join(temporary, 'result.json');
  const success = await runTests({
    ...(desktop
      ? { version: vscodeVersion, cachePath: join(cacheFolder(), 'vscode') }
      : { vscodeExecutablePath: join(repository, 'test', 'host', 'code.mjs') }),
    extensionDevelopmentPath: repository,
    extensionTestsPath: bundle,
    launchArgs: [
      sample.folder,
      `--user-data-dir=${join(temporary, 'data')}`,
      `--extensions-dir=${join(temporary, 'extensions')}`,
    ],
    extensionTestsEnv: { MODEL_CIRCUITS_TEST_RESULT: resultFile },
  }).then(
    () => true,
    error => {
      console.error(error instanceof Error ? error.message : error);
      return false;
    },
  );
  /** @type {Counts} */
  const counts = existsSync(resultFile)
    ? JSON.parse(await readFile(resultFile, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 };
  await sample.remove();
  await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  return certainOfFailure(success, counts);
}

/**
 * Runs a package's program and shows its output.
 * @param {string} program
 * @param {string[]} args
 */
async function succeeds(program, args) {
  try {
    await runCommand(process.execPath, [program, ...args], { cwd: repository, visible: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a script of package.json, which counts as one test.
 * @param {string} name
 * @returns {Promise<Counts>}
 */
async function script(name) {
  const success = await npm(['run', '--silent', name], { cwd: repository, visible: true }).then(
    () => true,
    () => false,
  );
  return { passed: success ? 1 : 0, failed: success ? 0 : 1, skipped: 0 };
}

/**
 * Adds a failed test if a run failed without one: a file did not load, or the run crashed or ended without a result.
 * @param {boolean} success
 * @param {Counts} counts
 * @returns {Counts}
 */
function certainOfFailure(success, counts) {
  return success || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}
