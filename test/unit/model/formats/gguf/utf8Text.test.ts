import { expect, it } from 'vitest';
import { utf8Text } from '../../../../../src/model/formats/gguf/utf8Text';

it.each(['', 'abc', 'é', '▁the', '🌊', '\ufeffx', 'a�b', '\u0000'])('%j is what was encoded', text => {
  expect(utf8Text(new TextEncoder().encode(text))).toBe(text);
});

// The same as bytes.decode("utf-8", "surrogateescape") in Python 3.11.
it.each([
  [[0xff], '\udcff'],
  [[0xc3], '\udcc3'],
  [[0x61, 0xc3, 0x28], 'a\udcc3('],
  [[0xc0, 0x80], '\udcc0\udc80'],
  [[0xed, 0xa0, 0x80], '\udced\udca0\udc80'],
  [[0xf0, 0x9f, 0x8c], '\udcf0\udc9f\udc8c'],
  [[0xf5, 0x80, 0x80, 0x80], '\udcf5\udc80\udc80\udc80'],
  [[0xf4, 0x90, 0x80, 0x80], '\udcf4\udc90\udc80\udc80'],
  [[0xc3, 0xa9, 0xff], 'é\udcff'],
])('bytes %j, which are no UTF-8, keep their values as surrogates', (bytes, text) => {
  expect(utf8Text(Uint8Array.from(bytes))).toBe(text);
});
