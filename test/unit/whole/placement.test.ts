import { existsSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inRepository } from '../../support/fixtures';

const unitTests = readdirSync(inRepository('test/unit'), { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => path.endsWith('.test.ts'));

/**
 * Whether the file exists that `test/unit/PATH.test.ts` tests: `src/PATH.ts` (or .mjs), and `webview/PATH.ts` for a view.
 * One aspect or backend of the file may have a test of its own, `PATH.ASPECT.test.ts`.
 */
function hasSubject(test: string): boolean {
  const path = test.replace(/(\.\w+)?\.test\.ts$/, '');
  const subject = inRepository(test.startsWith('webview/') ? '' : 'src', path);
  return existsSync(`${subject}.ts`) || existsSync(`${subject}.mjs`);
}

// The tests in `whole` cover more than one file: all families, the bundles, package.json and so on.
it('a unit test outside of this folder stands at the path of the file that it tests', () => {
  expect(unitTests.length).toBeGreaterThan(100);
  const misplaced = unitTests.filter(test => !test.startsWith('whole/') && !hasSubject(test));
  expect(misplaced).toEqual([]);
});
