import { describe, expect, it } from 'vitest';
import { tokenLabel, tokenText } from '../../../../src/model/tokenizer/tokenText';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('tokenText', () => {
  it.each([
    ['The', 'The'],
    [' the', '␣the'],
    ['  ', '␣␣'],
    ['\n\n', '⏎⏎'],
    ['\r\n', '<0x0D>⏎'],
    ['\t', '⇥'],
    ['', ''],
    ['\u0000', '<0x00>'],
    ['\u001b[31m', '<0x1B>[31m'],
    ['\u007f', '<0x7F>'],
    // A C1 control: some terminals read U+009B as the beginning of an escape sequence.
    ['a\u009bb', 'a<0xC2><0x9B>b'],
    ['\u0085', '<0xC2><0x85>'],
    // These break the line wherever a list shows them.
    ['\u2028\u2029', '<0xE2><0x80><0xA8><0xE2><0x80><0xA9>'],
    // These reverse the characters after them.
    ['\u202eabc', '<0xE2><0x80><0xAE>abc'],
    ['\u2067', '<0xE2><0x81><0xA7>'],
    // These are invisible.
    ['\ufeff', '<0xEF><0xBB><0xBF>'],
    ['a\u200bb', 'a<0xE2><0x80><0x8B>b'],
    ['\u00ad', '<0xC2><0xAD>'],
    ['é', 'é'],
    ['日本', '日本'],
    ['🙂', '🙂'],
    // Joiners and marks combine with their neighbours into one picture.
    ['👩\u200d👧', '👩\u200d👧'],
    ['e\u0301', 'e\u0301'],
    ['\u0301', '\u0301'],
    ['\ufffd', '\ufffd'],
    ['␣', '␣'],
    ['<0x41>', '<0x41>'],
    ['<b>&amp;`|', '<b>&amp;`|'],
  ])('shows %j as %j', (text, label) => {
    expect(tokenLabel(bytes(text))).toBe(label);
  });

  it.each([
    [[0xe2], '<0xE2>'],
    [[0xf0, 0x9f], '<0xF0><0x9F>'],
    [[0x98, 0x82], '<0x98><0x82>'],
    [[0x20, 0xf0, 0x9f, 0x98], '␣<0xF0><0x9F><0x98>'],
    [[0xf0, 0x9f, 0x99, 0x82, 0xf0], '🙂<0xF0>'],
    [[0x61, 0xff, 0x62], 'a<0xFF>b'],
    // An overlong form, a surrogate and a value beyond the last code point: none of these is UTF-8.
    [[0xc0, 0x80], '<0xC0><0x80>'],
    [[0xe0, 0x80, 0x80], '<0xE0><0x80><0x80>'],
    [[0xed, 0xa0, 0x80], '<0xED><0xA0><0x80>'],
    [[0xf4, 0x90, 0x80, 0x80], '<0xF4><0x90><0x80><0x80>'],
    [[0xf5, 0x80, 0x80, 0x80], '<0xF5><0x80><0x80><0x80>'],
    // A whole character after half a character.
    [[0xe2, 0x98, 0x41], '<0xE2><0x98>A'],
    [[0xe2, 0xc3, 0xa9], '<0xE2>é'],
  ])('shows bytes that are no whole character: %j', (given, label) => {
    expect(tokenLabel(Uint8Array.from(given))).toBe(label);
  });

  it('shows each of the 256 bytes as something visible', () => {
    for (let byte = 0; byte < 256; byte++) expect(tokenLabel(Uint8Array.of(byte))).toMatch(/^\S+$/);
  });
});

describe('the characters of a token', () => {
  it('include a byte-order mark, and U+FFFD for parts of a character', () => {
    expect(tokenText(bytes(' the\n'))).toBe(' the\n');
    expect(tokenText(bytes('\ufeffa'))).toBe('\ufeffa');
    expect(tokenText(Uint8Array.of(0x20, 0xf0, 0x9f))).toBe(' \ufffd');
    expect(tokenText(new Uint8Array())).toBe('');
  });
});
