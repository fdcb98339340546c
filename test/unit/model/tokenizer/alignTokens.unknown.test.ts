import { describe, expect, it } from 'vitest';
import { addedToken, byteLevelJson, characterJson, covered, tokenizerOf } from '../../../support/tinyTokenizers';

const letters = ['<unk>', 'a', 'b', 'c', 'é'];
const unknown = { unk_token: '<unk>' };
const whitespaceSplit = { type: 'WhitespaceSplit' };

/** Each token as its characters, "·" before an unknown one. */
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
    // One each, between what is known and at either end.
    ['a☃☃b', ['a', '·☃', '·☃', 'b']],
    ['☃☃', ['·☃', '·☃']],
    ['☃é☃', ['·☃', 'é', '·☃']],
    // Beyond the BMP, in two UTF-16 units.
    ['a🙂🙂c', ['a', '·🙂', '·🙂', 'c']],
    // White space without a token is unknown like any other.
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
  ])('are one unknown token a run where the tokenizer joins them: %j', (text, expected) => {
    expect(shown(joined, text)).toEqual(expected);
  });

  const split = characterJson(letters, [['a', 'b']], { model: unknown, preTokenizer: whitespaceSplit });

  it.each([
    // White space that is dropped goes to the token after it.
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
  ])('are dropped where nothing is said of them, and go to the token after: %j', (text, expected) => {
    expect(covered(tokenizerOf(dropping), text)).toEqual(expected);
  });

  it('alone are no tokens', () => {
    expect(tokenizerOf(dropping).encode('☃ ☃').ids).toHaveLength(0);
  });

  it('are unknown where only some bytes have tokens to fall back on', () => {
    const tokens = [...letters, '<0xE2>', '<0x98>'];
    const json = characterJson(tokens, [], {
      model: { ...unknown, byte_fallback: true },
      addedTokens: [addedToken(0, '<unk>')],
    });
    expect(shown(json, 'a☃b')).toEqual(['a', '·☃', 'b']);
    expect(shown(json, 'a🙂☃b')).toEqual(['a', '·🙂', '·☃', 'b']);
  });

  it('share a range with the bytes that have tokens, where a byte-level vocabulary lacks some', () => {
    const whole = byteLevelJson([]) as { model: { vocab: Record<string, number> } };
    // ☃ is E2 98 83; the byte 98 is written as the character U+013A.
    const vocab = Object.fromEntries(Object.entries(whole.model.vocab).filter(([token]) => token !== '\u013a'));
    const json = { ...whole, model: { ...whole.model, vocab: { ...vocab, '<unk>': 256 }, unk_token: '<unk>' } };
    expect(covered(tokenizerOf(json), 'a☃b')).toEqual(['a', '☃', '☃', '☃', 'b']);
  });

  it('are told from the text "<unk>" where the vocabulary has every byte', () => {
    const json = byteLevelJson([], { addedTokens: [addedToken(256, '<unk>')], model: { unk_token: '<unk>' } });
    expect(covered(tokenizerOf(json), 'a<unk>☃')).toEqual(['a', '<unk>', '☃', '☃', '☃']);
  });
});

describe('what a normaliser changes', () => {
  const lower = (text: string): string[] => {
    const json = byteLevelJson([['a', 'b']], { normalizer: { type: 'Lowercase' } });
    return covered(tokenizerOf(json), text);
  };

  it('is found by where it came from: lower case', () => {
    expect(lower('xABÉ')).toEqual(['x', 'AB', 'É', 'É']);
    // İ becomes two code points, three bytes.
    expect(lower('aİb')).toEqual(['a', 'İ', 'İ', 'İ', 'b']);
    // A final sigma depends on what is around it.
    expect(lower('ΑΣ Α')).toEqual(['Α', 'Α', 'Σ', 'Σ', ' ', 'Α', 'Α']);
  });

  it('is found when one character becomes several, and several one', () => {
    const json = byteLevelJson([['f', 'i']], { normalizer: { type: 'NFKC' } });
    expect(covered(tokenizerOf(json), 'a\ufb01b')).toEqual(['a', '\ufb01', 'b']);
    expect(covered(tokenizerOf(json), '½')).toEqual(['½', '½', '½', '½', '½']);
    // Halfwidth ka and its sound mark are one ga, three bytes.
    expect(covered(tokenizerOf(json), 'x\uff76\uff9ey')).toEqual(['x', ...Array<string>(3).fill('\uff76\uff9e'), 'y']);
  });

  it('is found when accents are stripped, though their characters have no token', () => {
    const normalizer = { type: 'Sequence', normalizers: [{ type: 'NFD' }, { type: 'StripAccents' }] };
    const json = byteLevelJson([], { normalizer });
    expect(covered(tokenizerOf(json), 'aéb')).toEqual(['a', 'é', 'b']);
  });

  // Were that quadratic, it would take longer than a test may.
  it('has thousands of marks on one letter', () => {
    const json = byteLevelJson([], { normalizer: { type: 'NFC' } });
    const text = `e${'\u0301\u0323'.repeat(5000)}`;
    expect(new Set(covered(tokenizerOf(json), text))).toEqual(new Set([text]));
  });
});

describe('special tokens in a text', () => {
  it('that are looked for in normalised text take the space before them, as the older Llama tokenizers have it', () => {
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
    // The ▁ after it is the text's own space, not one that was put there.
    expect(covered(tokenizer, '<s> é')).toEqual(['<s>', ' ', 'é']);
  });

  it('that swallow white space on their right leave it to the token after, on their left take it', () => {
    const options = { addedTokens: [addedToken(256, '<mask>', { lstrip: true, rstrip: true })] };
    expect(covered(tokenizerOf(byteLevelJson([], options)), 'a <mask> b')).toEqual(['a', ' <mask>', ' b']);
  });

  it('at the end take what is dropped after them', () => {
    const options = { addedTokens: [addedToken(256, '<mask>', { rstrip: true })] };
    expect(covered(tokenizerOf(byteLevelJson([], options)), 'a<mask>  ')).toEqual(['a', '<mask>  ']);
  });
});
