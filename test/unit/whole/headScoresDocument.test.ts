import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { recipeNames, recipes } from '../../../src/shared/recipes/registry';
import { rowKindNames, rowKinds } from '../../../src/shared/recipes/rows';
import { inRepository } from '../../support/fixtures';

const text = readFileSync(inRepository('media/head-scores.md'), 'utf8');

it('head-scores.md has a section for each recipe, in the order of the registry', () => {
  const sections = [...text.matchAll(/^### (.+): `(\w+)`$/gm)].map(([, heading, name]) => [name, heading]);
  expect(sections).toEqual(recipeNames.map(name => [name, recipes[name].words().name]));
});

it('head-scores.md names the rows of each recipe', () => {
  const rows = [...text.matchAll(/^- Rows: (\w+)\./gm)].map(([, kind]) => kind);
  expect(rows).toEqual(recipeNames.map(name => recipes[name].rows));
});

it('head-scores.md lists the kinds of rows with their names in files', () => {
  const kinds = [...text.matchAll(/^\| (\w+) +\| .* \| `(\w+)` +\|$/gm)].map(([, kind, key]) => [kind, key]);
  expect(kinds).toEqual(rowKindNames.map(kind => [kind, rowKinds[kind].fileKey]));
});
