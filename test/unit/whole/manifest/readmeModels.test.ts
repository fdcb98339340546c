import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { architectures } from '../../../../src/model/architecture/registry';
import { ggufDialects } from '../../../../src/model/formats/gguf/dialects/dialects';
import { goldenFolders } from '../../../support/goldenFolders';
import { fixture, inRepository } from '../../../support/fixtures';

/** The cells of the rows of the tables under "Models it reads", without the header and the rule below it. */
const [families = [], forms = []] = (() => {
  const readme = readFileSync(inRepository('README.md'), 'utf8');
  const section = readme.slice(readme.indexOf('## Models it reads'), readme.indexOf('## On the command line'));
  return section
    .split(/\n\n/)
    .filter(block => block.startsWith('|'))
    .map(table =>
      table
        .split('\n')
        .slice(2)
        .map(row => row.split('|').slice(1, -1)),
    );
})();

/** The names in backticks of a cell. */
function names(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

describe('the table of families in README.md', () => {
  it('has every family that is read, and no other', () => {
    const listed = families.flatMap(([family]) => names(family));
    expect(listed.toSorted()).toEqual(architectures.map(({ modelType }) => modelType).toSorted());
  });

  it('has every family of GGUF files, and no other', () => {
    const listed = new Set(families.flatMap(([, , gguf]) => names(gguf)));
    expect([...listed].toSorted()).toEqual([...ggufDialects.keys()].toSorted());
  });

  it('names goldens that the tests compare with', () => {
    const compared = new Set(goldenFolders);
    for (const [family = '', , , goldens] of families) {
      const listed = names(goldens).filter(name => !name.endsWith('.ts') && !name.includes('…'));
      expect(
        listed.filter(name => !compared.has(name) || !existsSync(fixture('goldens', name))),
        family,
      ).toEqual([]);
      expect(names(goldens).length, family).toBeGreaterThan(0);
    }
  });
});

it('the table of forms in README.md names tests that are there', () => {
  const tests = new Set(
    readdirSync(inRepository('test/unit'), { recursive: true, encoding: 'utf8' }).map(path =>
      path.split(/[\\/]/).at(-1),
    ),
  );
  const named = [...families, ...forms].flatMap(row => names(row.at(-1)).filter(name => name.endsWith('.test.ts')));
  expect(forms.length).toBeGreaterThan(10);
  expect(named.filter(name => !tests.has(name))).toEqual([]);
});
