import { describe, expect, it } from 'vitest';
import { parseJsonObject } from '../../../../src/model/jsonFile';
import { tokenizerJsonDefinition } from '../../../../src/model/tokenizer/tokenizerJson';
import type { Tokenizer } from '../../../../src/model/tokenizer/tokenizer';
import { randomStream } from '../../../../src/training/randomStream';
import { tellStory } from '../../../../src/training/stories/tellStory';
import type { TrainingTokenizer } from '../../../../src/training/tokenizer/bytePairTokenizer';
import { learnTokenizer } from '../../../../src/training/tokenizer/learnTokenizer';
import { awkwardTexts } from '../../../support/awkwardTexts';
import { besideIt, encoded, tokenizerOfDefinition } from '../../../support/tinyTokenizers';

function fromFile({ json }: TrainingTokenizer): Tokenizer {
  const parsed = parseJsonObject(new TextEncoder().encode(json), 'tokenizer.json');
  return tokenizerOfDefinition(tokenizerJsonDefinition(parsed, besideIt(), { bosTokenId: null, eosTokenId: null }));
}

const random = randomStream(7);
const stories = Array.from({ length: 200 }, () => tellStory(random)).join('\n\n');

describe.each([
  ['bytes', learnTokenizer({ kind: 'bytes' }, '')],
  ['pairs learnt from stories', learnTokenizer({ kind: 'bpe', vocabulary: 400 }, stories)],
])('a learnt tokenizer of %s', (name, trained) => {
  const library = fromFile(trained);

  it.each([...awkwardTexts, ['a story', stories.slice(0, 3000)] as const])(
    'gives the ids that its tokenizer.json gives: %s',
    async (_what, text) => {
      // The library reads a spelt-out start token as the token. The training text treats it as text.
      const plain = text.replaceAll('<|endoftext|>', '');
      expect(trained.encode(plain)).toEqual(Array.from((await encoded(library, plain)).ids));
    },
  );

  it('prepends its start token, which no text contains', () => {
    expect(library.surrounding.startTokenId).toBe(trained.startTokenId);
    expect(library.surrounding.before).toEqual([trained.startTokenId]);
    expect(library.isOrdinary(trained.startTokenId)).toBe(false);
    expect(library.idCount).toBe(trained.idCount);
  });

  it('decodes to the exact text', () => {
    const ids = trained.encode(stories);
    const bytes = ids.flatMap(id => [...library.bytes(id)]);
    expect(new TextDecoder().decode(Uint8Array.from(bytes))).toBe(stories);
    expect(ids.length / stories.length).toBeLessThan(name === 'bytes' ? 1.2 : 0.6);
  });
});
