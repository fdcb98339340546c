import { describe, expect, it } from 'vitest';
import { chosenTokens } from '../../../../src/model/tokenizer/tokenizer';
import { addedToken, byteLevelJson, encoded, templateWith, tokenizerOf } from '../../../support/tinyTokenizers';

const added = { addedTokens: [addedToken(256, '<s>'), addedToken(257, '</s>')] };
const plain = byteLevelJson([], added);
const template = byteLevelJson([], { ...added, postProcessor: templateWith('<s>', 256) });
const none = { bosTokenId: null, eosTokenId: null };

function choices(...args: Parameters<typeof tokenizerOf>): (number | null)[] {
  const tokenizer = tokenizerOf(...args);
  return (['auto', 'always', 'never'] as const).map(
    choice => chosenTokens(tokenizer.surrounding, choice).before[0] ?? null,
  );
}

describe('the start token for auto, always and never', () => {
  it.each([
    ['no file names one', plain, null, none, [null, null, null]],
    ['the config has a bos_token_id', plain, null, { bosTokenId: 7, eosTokenId: 8 }, [null, 7, null]],
    ['the config has only an eos_token_id', plain, null, { bosTokenId: null, eosTokenId: 8 }, [null, 8, null]],
    [
      'the tokenizer’s settings name one',
      plain,
      { bos_token: '<s>' },
      { bosTokenId: 7, eosTokenId: 8 },
      [null, 256, null],
    ],
    ['the settings name one as an object', plain, { bos_token: { content: '<s>' } }, none, [null, 256, null]],
    ['the settings name only an end token', plain, { eos_token: '</s>' }, none, [null, 257, null]],
    [
      'the settings name a text that is no token',
      plain,
      { bos_token: '<bos>' },
      { bosTokenId: 7, eosTokenId: null },
      [null, 7, null],
    ],
    // transformers 5 ignores add_bos_token beside a tokenizer.json.
    ['the settings ask for it', plain, { bos_token: '<s>', add_bos_token: true }, none, [null, 256, null]],
    ['the settings ask for one that no file names', plain, { add_bos_token: true }, none, [null, null, null]],
    ['a template adds it', template, null, none, [256, 256, null]],
    [
      'a template adds it, and the config names another',
      template,
      null,
      { bosTokenId: 7, eosTokenId: 8 },
      [256, 256, null],
    ],
    [
      'the settings ask for none beside a template',
      template,
      { bos_token: '<s>', add_bos_token: false },
      none,
      [256, 256, null],
    ],
  ])('is right if %s', (_when, json, settings, ids, expected) => {
    expect(choices(json, settings, ids)).toEqual(expected);
  });

  it('is not part of the encoding of a text, whatever the template adds', async () => {
    const ids = async (json: object, text: string): Promise<number[]> => [
      ...(await encoded(tokenizerOf(json), text)).ids,
    ];
    expect(await ids(template, 'a')).toEqual(await ids(plain, 'a'));
    expect(await ids(template, '')).toEqual([]);
  });

  it('is null if the template only adds tokens at the end', () => {
    const ending = {
      ...templateWith('</s>', 257),
      single: [{ Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '</s>', type_id: 0 } }],
    };
    expect(choices(byteLevelJson([], { ...added, postProcessor: ending }))).toEqual([null, null, null]);
  });
});
