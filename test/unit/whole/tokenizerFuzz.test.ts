import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixture } from '../../support/fixtures';
import { encoded, tokenizerOf } from '../../support/tinyTokenizers';

/** test/fixtures/make_tokenizer_fuzz.py writes this file, and says how to run many more texts and real tokenizers. */
interface Fuzz {
  readonly texts: readonly string[];
  readonly tokenizers: readonly {
    readonly name: string;
    readonly json?: object;
    readonly path?: string;
    /** SHA-256 of all ids that the library gives in Python. */
    readonly sha256: string;
    readonly ids?: readonly (readonly number[])[];
  }[];
}

const path = process.env.MODEL_CIRCUITS_TOKENIZER_FUZZ ?? fixture('tokenizer-fuzz.json');
const { texts, tokenizers } = JSON.parse(readFileSync(path, 'utf8')) as Fuzz;

describe.each(tokenizers)('$name', ({ json, path: file, sha256, ids }) => {
  it(`gives the library's ids for ${texts.length} texts, and ranges that cover each`, async () => {
    const tokenizer = tokenizerOf(json ?? JSON.parse(readFileSync(file ?? '', 'utf8')));
    const all: number[][] = [];
    for (const [i, text] of texts.entries()) {
      const tokens = await encoded(tokenizer, text);
      all.push([...tokens.ids]);
      if (ids) expect(all[i], JSON.stringify(text)).toEqual(ids[i]);
      expectLaws(text, tokens.starts, tokens.ends);
      for (const id of tokens.ids) if (tokenizer.bytes(id).length === 0) expect.fail(`the token ${id} has no bytes`);
    }
    expect(createHash('sha256').update(JSON.stringify(all)).digest('hex')).toBe(sha256);
  }, 600_000);
});

/** Ranges of whole code points that cover the text in order. */
function expectLaws(text: string, starts: Int32Array, ends: Int32Array): void {
  let covered = 0;
  for (const [i, start] of starts.entries()) {
    const end = ends[i] ?? -1;
    const where = `token ${i} of ${JSON.stringify(text)} has the range ${start} to ${end}`;
    if (!(start <= covered && start < end && end <= text.length)) expect.fail(where);
    if (isInsidePair(text, start) || isInsidePair(text, end)) expect.fail(`${where}, which cuts a character`);
    covered = Math.max(covered, end);
  }
  if (starts.length > 0) expect(covered, JSON.stringify(text)).toBe(text.length);
}

function isInsidePair(text: string, at: number): boolean {
  return at > 0 && at < text.length && (text.codePointAt(at - 1) ?? 0) > 0xffff;
}
