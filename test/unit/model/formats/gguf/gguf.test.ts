import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../../../../src/model/byteSource';
import { openGguf } from '../../../../../src/model/formats/gguf/openGguf';
import { readGgufHeader } from '../../../../../src/model/formats/gguf/ggufHeader';
import { tokenizerFromGguf } from '../../../../../src/model/formats/gguf/ggufTokenizer';
import { ggmlFormats } from '../../../../../src/model/formats/gguf/quantizations';
import { createEngineService } from '../../../../../src/service/engineService';
import { openFile } from '../../../../../src/service/fileFolder';
import { openCheckpoint } from '../../../../../src/service/openCheckpoint';
import { testPlaces } from '../../../../support/backends';
import { inRepository, largestDifference, sharedFolder } from '../../../../support/fixtures';
import { neverAborted } from '../../../../support/runModel';

const stories = sharedFolder('models/stories260K/derived_gguf/stories260K-f32.gguf');
const vocabularies = sharedFolder('tokenizers/gguf-vocabs');
const noIds = { bosTokenId: null, eosTokenId: null };

function half(value: number): [number, number] {
  // Exact for the powers of two and small integers used here.
  const bits = new Uint16Array(new Float16ArrayOrFallback([value]).buffer)[0]!;
  return [bits & 0xff, bits >> 8];
}

/** Node 20 has no Float16Array: a tiny encoder for normal numbers with few bits. */
class Float16ArrayOrFallback {
  readonly buffer: ArrayBuffer;
  constructor([value = 0]: number[]) {
    const exponent = Math.floor(Math.log2(Math.abs(value)));
    const fraction = Math.round((Math.abs(value) / 2 ** exponent - 1) * 1024);
    const bits = value === 0 ? 0 : (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
    this.buffer = Uint16Array.of(bits).buffer;
  }
}

function decode(type: number, bytes: number[]): number[] {
  return Array.from(ggmlFormats.get(type)!.decode(Uint8Array.from(bytes)));
}

describe('quantised blocks, by their definition', () => {
  const nibbles = Array.from({ length: 16 }, (_, i) => i | ((15 - i) << 4));
  const low = Array.from({ length: 16 }, (_, i) => i);
  const high = Array.from({ length: 16 }, (_, i) => 15 - i);

  it('Q4_1 is scale · q + least, the low halves first', () => {
    const weights = decode(3, [...half(0.5), ...half(-2), ...nibbles]);
    expect(weights).toEqual([...low, ...high].map(q => 0.5 * q - 2));
  });

  it('Q4_0 is scale · (q − 8)', () => {
    expect(decode(2, [...half(0.25), ...nibbles])).toEqual([...low, ...high].map(q => 0.25 * (q - 8)));
  });

  it('Q8_0 is scale · q of signed bytes', () => {
    const signed = Array.from({ length: 32 }, (_, i) => i * 8 - 128);
    expect(decode(8, [...half(2), ...signed.map(q => q & 0xff)])).toEqual(signed.map(q => 2 * q));
  });

  it('several blocks follow one another', () => {
    const block = [...half(1), ...new Array<number>(32).fill(3)];
    expect(decode(8, [...block, ...block])).toEqual(new Array(64).fill(3));
  });
});

describe.skipIf(!stories)('a Llama as GGUF (skipped: it is not beside the repository)', () => {
  it('computes what its Hugging Face twin does, tokenizer included', async () => {
    const service = createEngineService({
      backend: 'wasm',
      places: testPlaces,
      storage: { folder: null, untouched: ['/'] },
    });
    const context = { signal: neverAborted, report: () => undefined };
    const logits = async (path: string): Promise<Float32Array> => {
      const { checkpoint } = await service.load({ path }, context);
      const text = 'Once upon a time, Lily saw a café 🌊.';
      const { ids } = await service.tokenize({ path, text, startToken: 'auto' }, context);
      const pass = { checkpoint, ids: { shape: [1, ids.length], data: ids }, interventions: [] };
      return (await service.activation({ pass, name: 'logits' }, context)).data;
    };
    const twin = await logits(inRepository('media/demo/stories260K'));
    expect(largestDifference(await logits(stories ?? ''), twin)).toBeLessThan(1e-4);
  });

  it('is described from its header', async () => {
    const { config, tokenizerKind } = await openCheckpoint(stories ?? '');
    expect(config).toMatchObject({
      architecture: 'llama',
      nLayers: 5,
      nHeads: 8,
      nKeyValueHeads: 4,
      tiedEmbeddings: true,
    });
    expect(tokenizerKind).toBe('gguf');
  });
});

describe.skipIf(!vocabularies)('tokenizers inside GGUF files (skipped: they are not beside the repository)', () => {
  it.each(['gpt-2', 'llama-spm'])('%s gives the test vectors', async name => {
    const file = `${vocabularies ?? ''}/ggml-vocab-${name}.gguf`;
    const { metadata } = await readGgufHeader(await openFile(file));
    const tokenizer = tokenizerFromGguf(metadata, noIds);
    const texts = readFileSync(`${file}.inp`, 'utf8').split('\n__ggml_vocab_test__\n');
    const expected = readFileSync(`${file}.out`, 'utf8').split('\n');
    const found = texts.map(text => [...tokenizer.encode(text).ids].join(' '));
    expect(found).toEqual(texts.map((_, i) => (expected[i] ?? '').trim()));
  });

  it('refuses a way of cutting text that it does not know', async () => {
    const file = `${vocabularies ?? ''}/ggml-vocab-deepseek-coder.gguf`;
    const { metadata } = await readGgufHeader(await openFile(file));
    expect(() => tokenizerFromGguf(metadata, noIds)).toThrow(/"tokenizer\.ggml\.pre" is "deepseek-coder"; supported:/);
  });
});

describe.skipIf(!stories)('damaged GGUF files (skipped: there is none to damage)', () => {
  const whole = stories ? readFileSync(stories) : Buffer.alloc(0);
  const source = (bytes: Uint8Array): ByteSource => ({
    name: 'damaged.gguf',
    size: bytes.length,
    read: (offset, length) => Promise.resolve(Uint8Array.from(bytes.subarray(offset, offset + length))),
  });

  it.each([0, 3, 7, 100, 5000, 14_000, 20_000, 500_000])(
    'cut after %i bytes is refused, naming the file',
    async length => {
      await expect(openGguf(source(whole.subarray(0, length)))).rejects.toMatchObject({
        reason: 'bad-checkpoint',
        message: expect.stringContaining('damaged.gguf') as string,
      });
    },
  );

  it('with bytes of its header changed is refused or read, never anything else', async () => {
    const headerEnd = 14_112;
    for (let at = 0; at < headerEnd; at += 131) {
      const damaged = Uint8Array.from(whole.subarray(0, Math.min(whole.length, 2_000_000)));
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      const outcome = await openGguf(source(damaged)).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome, `byte ${at}`).toMatchObject({ name: 'AppError' });
    }
    expect(statSync(stories ?? '').size).toBe(whole.length);
  });
});
