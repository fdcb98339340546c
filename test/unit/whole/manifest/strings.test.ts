import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../../../support/fixtures';
import { strings } from '../../../support/manifest';

const text = readFileSync(inRepository('package.json'), 'utf8');
const used = new Set(Array.from(text.matchAll(/"%([^%"]+)%"/g), ([, key]) => key!));

describe('the strings of package.nls.json', () => {
  it('exist for every %key% of package.json', () => {
    expect(used.size).toBeGreaterThan(30);
    expect([...used].filter(key => !(key in strings))).toEqual([]);
  });

  it('are all used', () => {
    expect(Object.keys(strings).filter(key => !used.has(key))).toEqual([]);
  });

  it('are strings that are not empty', () => {
    const empty = Object.entries(strings).filter(([, value]) => typeof value !== 'string' || value.trim() === '');
    expect(empty).toEqual([]);
  });

  it('replace every title, description and name that a user reads', () => {
    const shown = Array.from(
      text.matchAll(/"(?:title|description|displayName|name|markdownDescription|contents)": "([^"]*)"/g),
      ([, value]) => value!,
    );
    // The name of the package is an id.
    expect(shown.filter(value => !value.startsWith('%') && value !== 'model-circuits')).toEqual([]);
  });
});
