import { describe, expect, it } from 'vitest';
import { addedToken, byteLevelJson, characterJson, covered, tokenizerOf } from '../../../support/tinyTokenizers';

const letters = ['<unk>', 'a', 'b', 'c', 'é'];
const unknown = { unk_token: '<unk>' };
const whitespaceSplit = { type: 'WhitespaceSplit' };

/** Each token as its characters, with "·" before an unknown one. */
function shown(json: object, text: string): string[] {
  const tokenizer = tokenizerOf(json);
  const unknownId = (json as { model: { vocab: Record<string, number> } }).model.vocab['<unk>'];
  const { ids } = tokenizer.encode(text);
  return covered(tokenizer, text).map((part, i) => (ids[i] === unknownId ? `·${part}` : part));
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
  ])('are unknown one by one: %j', (text, expected) => {
    expect(shown(each, text)).toEqual(expected);
  });

  const joined = characterJson(letters, [['a', 'b']], { model: { ...unknown, fuse_unk: true } });

  it.each([
    ['a☃☃b', ['a', '·☃☃', 'b']],
    ['☃☃☃', ['·☃☃☃']],
    ['☃🙂ab☃ ☃', ['·☃🙂', 'ab', '·☃ ☃']],
    ['a☃b☃c', ['a', '·☃', 'b', '·☃', 'c']],
  ])('are one unknown token for a run if the tokenizer joins them: %j', (text, expected) => {
    expect(shown(joined, text)).toEqual(expected);
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
  ])('stand between dropped white space: %j', (text, expected) => {
    expect(shown(split, text)).toEqual(expected);
  });

  const dropping = characterJson(['a', 'b', 'c'], [['a', 'b']]);

  it.each([
    ['a☃b', ['a', '☃b']],
    ['☃☃ab', ['☃☃ab']],
    ['a☃b☃c', ['a', '☃b', '☃c']],
    ['abc☃', ['ab', 'c☃']],
    ['a b', ['a', ' b']],
  ])('are dropped and go to the next token if the tokenizer has no unknown token: %j', (text, expected) => {
    expect(covered(tokenizerOf(dropping), text)).toEqual(expected);
  });

  it('give no tokens if the text has no others', () => {
    expect(tokenizerOf(dropping).encode('☃ ☃').ids).toHaveLength(0);
  });

  it('are unknown if only some of their bytes have tokens', () => {
    const tokens = [...letters, '<0xE2>', '<0x98>'];
    const json = characterJson(tokens, [], {
      model: { ...unknown, byte_fallback: true },
      addedTokens: [addedToken(0, '<unk>')],
    });
    expect(shown(json, 'a☃b')).toEqual(['a', '·☃', 'b']);
    expect(shown(json, 'a🙂☃b')).toEqual(['a', '·🙂', '·☃', 'b']);
  });

  it('share a range with their bytes that have tokens, if a byte-level vocabulary lacks some', () => {
    const whole = byteLevelJson([]) as { model: { vocab: Record<string, number> } };
    // ☃ is E2 98 83, and the byte 98 is written as the character U+013A.
    const vocab = Object.fromEntries(Object.entries(whole.model.vocab).filter(([token]) => token !== '\u013a'));
    const json = { ...whole, model: { ...whole.model, vocab: { ...vocab, '<unk>': 256 }, unk_token: '<unk>' } };
    expect(covered(tokenizerOf(json), 'a☃b')).toEqual(['a', '☃', '☃', '☃', 'b']);
  });

  it('differ from the text "<unk>" if the vocabulary has every byte', () => {
    const json = byteLevelJson([], { addedTokens: [addedToken(256, '<unk>')], model: { unk_token: '<unk>' } });
    expect(covered(tokenizerOf(json), 'a<unk>☃')).toEqual(['a', '<unk>', '☃', '☃', '☃']);
  });
});

describe('a normaliser’s change', () => {
  const lower = (text: string): string[] => {
    const json = byteLevelJson([['a', 'b']], { normalizer: { type: 'Lowercase' } });
    return covered(tokenizerOf(json), text);
  };

  it('keeps the source range of lower-cased text', () => {
    expect(lower('xABÉ')).toEqual(['x', 'AB', 'É', 'É']);
    // İ becomes two code points, three bytes.
    expect(lower('aİb')).toEqual(['a', 'İ', 'İ', 'İ', 'b']);
    // The form of a final sigma depends on its neighbours.
    expect(lower('ΑΣ Α')).toEqual(['Α', 'Α', 'Σ', 'Σ', ' ', 'Α', 'Α']);
  });

  it('keeps the source range if one character becomes several, or several become one', () => {
    const json = byteLevelJson([['f', 'i']], { normalizer: { type: 'NFKC' } });
    expect(covered(tokenizerOf(json), 'a\ufb01b')).toEqual(['a', '\ufb01', 'b']);
    expect(covered(tokenizerOf(json), '½')).toEqual(['½', '½', '½', '½', '½']);
    // Halfwidth ka and its sound mark become one ga, three bytes.
    expect(covered(tokenizerOf(json), 'x\uff76\uff9ey')).toEqual(['x', ...Array<string>(3).fill('\uff76\uff9e'), 'y']);
  });

  it('keeps the source range of stripped accents, whose characters have no token', () => {
    const normalizer = { type: 'Sequence', normalizers: [{ type: 'NFD' }, { type: 'StripAccents' }] };
    const json = byteLevelJson([], { normalizer });
    expect(covered(tokenizerOf(json), 'aéb')).toEqual(['a', 'é', 'b']);
  });

  // A quadratic search would exceed the time limit of a test.
  it('may cover thousands of marks on one letter', () => {
    const json = byteLevelJson([], { normalizer: { type: 'NFC' } });
    const text = `e${'\u0301\u0323'.repeat(5000)}`;
    expect(new Set(covered(tokenizerOf(json), text))).toEqual(new Set([text]));
  });
});

describe('special tokens in a text', () => {
  it('take the space before them if the tokenizer searches normalised text, as older Llama tokenizers do', () => {
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
    expect(covered(tokenizer, 'a <s> b')).toEqual(['a', ' <s>', ' b']);
    // The ▁ after it is the text's own space, not an inserted one.
    expect(covered(tokenizer, '<s> é')).toEqual(['<s>', ' ', 'é']);
  });

  it('leave white space on their right to the next token, and take white space on their left', () => {
    const options = { addedTokens: [addedToken(256, '<mask>', { lstrip: true, rstrip: true })] };
    expect(covered(tokenizerOf(byteLevelJson([], options)), 'a <mask> b')).toEqual(['a', ' <mask>', ' b']);
  });

  it('take dropped white space after them at the end of the text', () => {
    const options = { addedTokens: [addedToken(256, '<mask>', { rstrip: true })] };
    expect(covered(tokenizerOf(byteLevelJson([], options)), 'a<mask>  ')).toEqual(['a', '<mask>  ']);
  });
});
