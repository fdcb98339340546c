import { describe, expect, it } from 'vitest';
import { tokenRanges } from '../../../../src/model/tokenizer/tokenRanges';
import {
  addedToken,
  byteLevelJson,
  characterJson,
  covered,
  encoded,
  tokenizerOf,
} from '../../../support/tinyTokenizers';

const letters = ['<unk>', 'a', 'b', 'c', 'é'];
const unknown = { unk_token: '<unk>' };
const whitespaceSplit = { type: 'WhitespaceSplit' };

/** Each token as its characters, with "·" before an unknown one. */
async function shown(json: object, text: string): Promise<string[]> {
  const tokenizer = tokenizerOf(json);
  const unknownId = (json as { model: { vocab: Record<string, number> } }).model.vocab['<unk>'];
  const { ids } = await encoded(tokenizer, text);
  return (await covered(tokenizer, text)).map((part, i) => (ids[i] === unknownId ? `·${part}` : part));
}

describe('characters that have no token', () => {
  const each = characterJson(letters, [['a', 'b']], { model: unknown });

  it.each([
    ['a☃b', ['a', '·☃', 'b']],
    ['☃', ['·☃']],
    ['☃ab', ['·☃', 'ab']],
    ['ab☃', ['ab', '·☃']],
    // One each, between known characters and at either end.
    ['a☃☃b', ['a', '·☃', '·☃', 'b']],
    ['☃☃', ['·☃', '·☃']],
    ['☃é☃', ['·☃', 'é', '·☃']],
    // Beyond the BMP, in two UTF-16 units.
    ['a🙂🙂c', ['a', '·🙂', '·🙂', 'c']],
    // White space without a token is unknown too.
    ['a b', ['a', '· ', 'b']],
    ['a \n☃ b', ['a', '· ', '·\n', '·☃', '· ', 'b']],
    ['\u0000a', ['·\u0000', 'a']],
    ['a\ud83db', ['a', '·\ud83d', 'b']],
  ])('are unknown one by one: %j', async (text, expected) => {
    expect(await shown(each, text)).toEqual(expected);
  });

  const joined = characterJson(letters, [['a', 'b']], { model: { ...unknown, fuse_unk: true } });

  it.each([
    ['a☃☃b', ['a', '·☃☃', 'b']],
    ['☃☃☃', ['·☃☃☃']],
    ['☃🙂ab☃ ☃', ['·☃🙂', 'ab', '·☃ ☃']],
    ['a☃b☃c', ['a', '·☃', 'b', '·☃', 'c']],
  ])('are one unknown token for a run if the tokenizer joins them: %j', async (text, expected) => {
    expect(await shown(joined, text)).toEqual(expected);
  });

  const split = characterJson(letters, [['a', 'b']], { model: unknown, preTokenizer: whitespaceSplit });

  it.each([
    // Dropped white space goes to the token after it.
    ['ab c', ['ab', ' c']],
    ['  ab', ['  ab']],
    ['ab \n', ['ab \n']],
    ['a ☃ b', ['a', '· ☃', ' b']],
    ['☃ ☃', ['·☃', '· ☃']],
    ['☃☃ ☃\tc', ['·☃', '·☃', '· ☃', '\tc']],
  ])('stand between dropped white space: %j', async (text, expected) => {
    expect(await shown(split, text)).toEqual(expected);
  });

  const dropping = characterJson(['a', 'b', 'c'], [['a', 'b']]);

  it.each([
    // The library joins what then stand side by side.
    ['a☃b', ['a☃b']],
    ['☃☃ab', ['☃☃ab']],
    ['a☃b☃c', ['a☃b', '☃c']],
    ['a☃c☃b', ['a', '☃c', '☃b']],
    ['abc☃', ['ab', 'c☃']],
    ['b a', ['b', ' a']],
  ])('are dropped and go to the next token if the tokenizer has no unknown token: %j', async (text, expected) => {
    expect(await covered(tokenizerOf(dropping), text)).toEqual(expected);
  });

  it('give no tokens if the text has no others', async () => {
    expect((await encoded(tokenizerOf(dropping), '☃ ☃')).ids).toHaveLength(0);
  });

  it('are unknown if only some of their bytes have tokens', async () => {
    const tokens = [...letters, '<0xE2>', '<0x98>'];
    const json = characterJson(tokens, [], {
      model: { ...unknown, byte_fallback: true },
      addedTokens: [addedToken(0, '<unk>')],
    });
    expect(await shown(json, 'a☃b')).toEqual(['a', '·☃', 'b']);
    expect(await shown(json, 'a🙂☃b')).toEqual(['a', '·🙂', '·☃', 'b']);
  });

  it('share a range with their bytes that have tokens, if a byte-level vocabulary lacks some', async () => {
    const whole = byteLevelJson([]) as { model: { vocab: Record<string, number> } };
    // ☃ is E2 98 83, and the byte 98 is written as the character U+013A.
    const vocab = Object.fromEntries(Object.entries(whole.model.vocab).filter(([token]) => token !== '\u013a'));
    const json = { ...whole, model: { ...whole.model, vocab: { ...vocab, '<unk>': 256 }, unk_token: '<unk>' } };
    expect(await covered(tokenizerOf(json), 'a☃b')).toEqual(['a', '☃', '☃', '☃', 'b']);
  });

  it('differ from the text "<unk>" if the vocabulary has every byte', async () => {
    const json = byteLevelJson([], { addedTokens: [addedToken(256, '<unk>')], model: { unk_token: '<unk>' } });
    expect(await covered(tokenizerOf(json), 'a<unk>☃')).toEqual(['a', '<unk>', '☃', '☃', '☃']);
  });
});

describe('a normaliser’s change', () => {
  const lower = (text: string): Promise<string[]> => {
    const json = byteLevelJson([['a', 'b']], { normalizer: { type: 'Lowercase' } });
    return covered(tokenizerOf(json), text);
  };

  it('keeps the source range of lower-cased text', async () => {
    expect(await lower('xABÉ')).toEqual(['x', 'AB', 'É', 'É']);
    // İ becomes two code points, three bytes.
    expect(await lower('aİb')).toEqual(['a', 'İ', 'İ', 'İ', 'b']);
    // The form of a final sigma depends on its neighbours.
    expect(await lower('ΑΣ Α')).toEqual(['Α', 'Α', 'Σ', 'Σ', ' ', 'Α', 'Α']);
  });

  it('keeps the source range if one character becomes several, or several become one', async () => {
    const json = byteLevelJson([['f', 'i']], { normalizer: { type: 'NFKC' } });
    expect(await covered(tokenizerOf(json), 'a\ufb01b')).toEqual(['a', '\ufb01', 'b']);
    expect(await covered(tokenizerOf(json), '½')).toEqual(['½', '½', '½', '½', '½']);
    // Halfwidth ka and its sound mark become one ga, three bytes.
    expect(await covered(tokenizerOf(json), 'x\uff76\uff9ey')).toEqual([
      'x',
      ...Array<string>(3).fill('\uff76\uff9e'),
      'y',
    ]);
  });

  it('keeps the source range of stripped accents, whose characters have no token', async () => {
    const normalizer = { type: 'Sequence', normalizers: [{ type: 'NFD' }, { type: 'StripAccents' }] };
    const json = byteLevelJson([], { normalizer });
    expect(await covered(tokenizerOf(json), 'aéb')).toEqual(['a', 'é', 'b']);
  });

  // A quadratic search would exceed the time limit of a test.
  it('may cover thousands of marks on one letter', async () => {
    const json = byteLevelJson([], { normalizer: { type: 'NFC' } });
    const text = `e${'\u0301\u0323'.repeat(5000)}`;
    expect(new Set(await covered(tokenizerOf(json), text))).toEqual(new Set([text]));
  });
});

describe('special tokens in a text', () => {
  it('take the space before them if the tokenizer searches normalised text, as older Llama tokenizers do', async () => {
    const json = characterJson(
      ['▁', 'a', 'b', 'é'],
      [
        ['▁', 'a'],
        ['▁', 'b'],
      ],
      {
        normalizer: {
          type: 'Sequence',
          normalizers: [
            { type: 'Prepend', prepend: '▁' },
            { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
          ],
        },
        addedTokens: [addedToken(50, '<s>', { normalized: true })],
      },
    );
    const tokenizer = tokenizerOf(json);
    expect(await covered(tokenizer, 'a <s> b')).toEqual(['a', ' <s>', ' b']);
    // The ▁ after it is the text's own space, not an inserted one.
    expect(await covered(tokenizer, '<s> é')).toEqual(['<s>', ' ', 'é']);
  });

  it('take the white space that they strip on their left and on their right', async () => {
    const options = { addedTokens: [addedToken(256, '<mask>', { lstrip: true, rstrip: true })] };
    expect(await covered(tokenizerOf(byteLevelJson([], options)), 'a <mask> b')).toEqual(['a', ' <mask> ', 'b']);
  });

  it('take dropped white space after them at the end of the text', async () => {
    const options = { addedTokens: [addedToken(256, '<mask>', { rstrip: true })] };
    expect(await covered(tokenizerOf(byteLevelJson([], options)), 'a<mask>  ')).toEqual(['a', '<mask>  ']);
  });
});

describe('offsets that go back', () => {
  // The library gives such for bytes in the middle of a word with a prefix for that.
  it('stay where the token before them starts', () => {
    const tokens = { starts: Int32Array.of(0, 2, 1, 3), ends: Int32Array.of(3, 4, 2, 4), bytes: null };
    const { starts, ends } = tokenRanges('abcd', tokens, null);
    expect([...starts]).toEqual([0, 2, 2, 3]);
    expect([...ends]).toEqual([3, 4, 3, 4]);
  });
});
