import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../../../support/fixtures';
import { manifest } from '../../../support/manifest';

const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'media/head-scores.md'];

function textOf(document: string): string {
  return readFileSync(inRepository(document), 'utf8');
}

describe.each(documents)('%s', document => {
  it('names files and folders that exist', () => {
    const layers = 'shared|model|disk|engine|analysis|training|service|worker|cli|host|tools';
    const paths = Array.from(
      textOf(document).matchAll(new RegExp(`\`((?:src|webview|test|media|${layers})/[\\w./-]*[\\w/])\``, 'g')),
      // Layers are named without "src/".
      ([, path]) => (new RegExp(`^(${layers})/`).test(path!) ? `src/${path}` : path!),
    );
    const missing = paths.filter(
      path => ![path, `${path}.ts`, `${path}.mjs`].some(one => existsSync(inRepository(one))),
    );
    expect(missing).toEqual([]);
  });

  it('links to files that exist', () => {
    const links = Array.from(textOf(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g), ([, link]) => link!);
    expect(links.filter(link => !existsSync(inRepository(join(dirname(document), link))))).toEqual([]);
  });

  it('names scripts that package.json has', () => {
    const scripts = Array.from(textOf(document).matchAll(/npm run ([\w:-]+)/g), ([, name]) => name!);
    expect(scripts.filter(name => !(name in manifest.scripts))).toEqual([]);
  });
});

describe('documents', () => {
  it('name files of the layers, so that a rename is noticed', () => {
    expect(textOf('CONTRIBUTING.md')).toContain('`src/shared/recipes/registry.ts`');
    expect(textOf('ARCHITECTURE.md')).toMatch(/`(src\/)?engine\/transformer/);
  });
});
