import { describe, expect, it } from 'vitest';
import { byteDefinition, byteTokenizer } from '../../../../src/model/tokenizer/byteTokenizer';
import { chosenTokens } from '../../../../src/model/tokenizer/tokenizer';
import { encoded } from '../../../support/tinyTokenizers';

describe('byteTokenizer', () => {
  it.each([
    [null, null, [null, null, null]],
    [256, null, [256, 256, null]],
    [null, 256, [null, 256, null]],
    // Byte 0 as a start token would read as text.
    [0, null, [null, 0, null]],
  ])('gives for start id %j and end id %j the start token %j', (bos, eos, expected) => {
    const tokenizer = byteTokenizer(byteDefinition('model', { bosTokenId: bos, eosTokenId: eos }));
    const chosen = (['auto', 'always', 'never'] as const).map(choice => {
      const { before, after } = chosenTokens(tokenizer.surrounding, choice);
      expect(after).toEqual([]);
      return before[0] ?? null;
    });
    expect(chosen).toEqual(expected);
  });

  it('gives one token a byte, and no bytes for ids beyond 255', async () => {
    const tokenizer = byteTokenizer(byteDefinition('model', { bosTokenId: 256, eosTokenId: null }));
    expect(Array.from((await encoded(tokenizer, 'é\u0000')).ids)).toEqual([0xc3, 0xa9, 0]);
    expect(tokenizer.bytes(0xc3)).toEqual(Uint8Array.of(0xc3));
    expect(tokenizer.bytes(256)).toHaveLength(0);
    expect(tokenizer.idCount).toBe(256);
  });
});
