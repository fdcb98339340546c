import { afterEach, describe, expect, it } from 'vitest';
import { JsonObject } from '../../../src/model/jsonFile';
import { libraryTokenizer } from '../../../src/model/tokenizer/libraryTokenizer';
import type { Tokenizer } from '../../../src/model/tokenizer/tokenizer';
import { tokenizerJsonDefinition } from '../../../src/model/tokenizer/tokenizerJson';
import { ForkedTokenizerLibrary } from '../../../src/service/tokenizerLibrary';
import { testTokenizerModule } from '../../support/backends';
import { besideIt, byteLevelJson, encoded } from '../../support/tinyTokenizers';

const library = new ForkedTokenizerLibrary(testTokenizerModule);

function tokenizer(options: Parameters<typeof byteLevelJson>[1] = {}): Tokenizer {
  const json = new JsonObject(byteLevelJson([['t', 'h']], options) as Record<string, unknown>, 'model/tokenizer.json');
  return libraryTokenizer(tokenizerJsonDefinition(json, besideIt(), { bosTokenId: null, eosTokenId: null }), library);
}

const good = tokenizer();
const split = (pattern: string): object => ({
  preTokenizer: { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false },
});
const twice = { type: 'Replace', pattern: { String: 'a' }, content: 'aa' };

describe('the tokenizer process', () => {
  // The next text is tokenized whatever the one before did.
  afterEach(async () => {
    expect([...(await encoded(good, 'the')).ids]).toEqual([256, 'e'.charCodeAt(0)]);
  });

  it.each([
    ['a pattern that crashes the library', split('(a+)+b'), 'a'.repeat(60), /the tokenizers library crashed/],
    ['a pattern that takes n³ steps', split('(.*)(.*)(.*)[^.\\s\\S]'), 'a'.repeat(3000), /took too long|crashed/],
    [
      'normalizers that double the text again and again',
      { normalizer: { type: 'Sequence', normalizers: Array.from({ length: 40 }, () => twice) } },
      'a',
      /took (too long|more than 1 GB of memory)/,
    ],
  ])('ends, and says why, for %s', async (_what, options, text, message) => {
    await expect(encoded(tokenizer(options), text)).rejects.toMatchObject({
      reason: 'bad-checkpoint',
      message: expect.stringMatching(/^model\/tokenizer\.json: /) as string,
    });
    await expect(encoded(tokenizer(options), text)).rejects.toThrow(message);
  });

  it('is ended by a cancel, and only the cancelled call is lost', async () => {
    const endless = tokenizer({
      normalizer: { type: 'Sequence', normalizers: Array.from({ length: 24 }, () => twice) },
    });
    const cancel = new AbortController();
    const cancelledCall = endless.encode('a', cancel.signal);
    const after = encoded(good, 'th');
    setTimeout(() => cancel.abort(), 100);
    await expect(cancelledCall).rejects.toMatchObject({ reason: 'cancelled' });
    expect([...(await after).ids]).toEqual([256]);
  });

  it('refuses a text of more than 16 million characters', async () => {
    await expect(encoded(good, 'a'.repeat(2 ** 24 + 1))).rejects.toMatchObject({ reason: 'bad-input' });
  });

  it('holds more tokenizers than it keeps, and a long text', async () => {
    const many = Array.from({ length: 8 }, (_, i) =>
      tokenizer({ preTokenizer: { type: 'Sequence', pretokenizers: [{ type: 'FixedLength', length: i + 1 }] } }),
    );
    for (const one of [...many, ...many]) expect((await encoded(one, 'abc')).ids.length).toBeGreaterThan(0);
    const { ids, ends } = await encoded(good, 'the th '.repeat(150_000));
    expect(ids.length).toBeGreaterThan(500_000);
    expect(ends.at(-1)).toBe(1_050_000);
  });
});
