import { PbfWriter } from 'pbf';
import { describe, expect, it } from 'vitest';
import { parseSentencePieceModel } from '../../../../src/model/tokenizer/sentencePieceModel';
import { asAppError } from '../../../../src/shared/errors';

interface Fields {
  readonly pieces?: readonly string[];
  /** Numbers by tag. */
  readonly trainer?: Readonly<Record<number, number>>;
  readonly normalizer?: Readonly<Record<number, number>>;
}

/** A `ModelProto` with these fields. */
function modelBytes({ pieces = ['<unk>', 'a'], trainer = {}, normalizer = {} }: Fields): Uint8Array {
  const pbf = new PbfWriter();
  for (const text of pieces) pbf.writeMessage(1, (piece: string, one) => one.writeStringField(1, piece), text);
  const numbers = (fields: Readonly<Record<number, number>>, one: PbfWriter): void => {
    for (const [tag, value] of Object.entries(fields)) one.writeVarintField(Number(tag), value);
  };
  pbf.writeMessage(2, numbers, trainer);
  pbf.writeMessage(3, numbers, normalizer);
  return pbf.finish();
}

describe('a SentencePiece model', () => {
  it('has the defaults of sentencepiece_model.proto', () => {
    const bytes = modelBytes({ pieces: ['<unk>', '\ufeff', '▁'] });
    expect(parseSentencePieceModel(bytes, 'x')).toEqual({
      pieces: ['<unk>', '\ufeff', '▁'].map(text => ({ text, score: 0, type: 1 })),
      algorithm: 'Unigram',
      unknownId: 0,
      bosId: 1,
      eosId: 2,
      byteFallback: false,
      charsmap: null,
      addsDummyPrefix: true,
      removesExtraSpaces: true,
      escapesSpaces: true,
    });
  });

  it('says what else it is', () => {
    const trainer = { 3: 2, 35: 1, 40: 1, 41: -1, 42: 9 };
    const model = parseSentencePieceModel(modelBytes({ trainer, normalizer: { 3: 0, 4: 0, 5: 0 } }), 'x');
    expect(model).toMatchObject({ algorithm: 'BPE', byteFallback: true, unknownId: 1, bosId: null, eosId: null });
    expect(model).toMatchObject({ addsDummyPrefix: false, removesExtraSpaces: false, escapesSpaces: false });
  });

  it.each([
    [{ trainer: { 3: 4 } }, /x: is a SentencePiece model of type 4; supported: 1 \(Unigram\), 2 \(BPE\)/],
    [{ trainer: { 24: 1 } }, /x: "treat_whitespace_as_suffix" is true; supported: false/],
    [{ trainer: { 40: 7 } }, /x: the unknown token's id is 7, of 2 pieces/],
    [{ pieces: [] }, /x: holds no SentencePiece vocabulary/],
  ])('with %j is refused', (fields, message) => {
    expect(() => parseSentencePieceModel(modelBytes(fields), 'x')).toThrow(message);
  });

  it('that is cut off or whose bytes are others gives a named error or another model, at once', () => {
    const bytes = modelBytes({ pieces: ['<unk>', 'hello', '日本', '▁'], trainer: { 3: 2, 40: 0 } });
    let refused = 0;
    for (let i = 0; i < bytes.length; i++) {
      for (const changed of [bytes.slice(0, i), bytes.with(i, 0xff), bytes.with(i, (bytes[i] ?? 0) ^ 0x10)]) {
        try {
          parseSentencePieceModel(changed, 'x/tokenizer.model');
        } catch (thrown) {
          expect(asAppError(thrown).message).toMatch(/^x\/tokenizer\.model: /);
          refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(bytes.length);
  });
});
