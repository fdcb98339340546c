import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixture, inRepository, readJson, sharedFolder } from '../../../support/fixtures';
import { encoded, tokenizerOf } from '../../../support/tinyTokenizers';

const folder = sharedFolder('tokenizers');

interface References {
  readonly texts: readonly string[];
  readonly tokenizers: Readonly<Record<string, readonly { ids: number[]; offsets: [number, number][] }[]>>;
}
const references = readJson(fixture('goldens/tokenizer-texts.json')) as References;

/** The references come from the Rust library, which leaves the space before a GPT-NeoX token out of its range. */
const twins = [
  ['gpt2', 'gpt2_tokenizer.json', 'as they are'],
  ['gpt_neox', 'gptneox_20B_tokenizer.json', 'without leading white space'],
  ['falcon', 'falcon_tokenizer.json', 'as they are'],
  ['llama', 'llama_tokenizer.json', 'as they are'],
] as const;

describe.skipIf(!folder).each(twins)(
  `the tokenizer of %s${folder ? '' : ' (../shared/tokenizers is absent)'}`,
  (name, file, ranges) => {
    const tokenizer = folder ? tokenizerOf(readJson(`${folder}/hf/${file}`)) : null;

    it.each(references.texts.map((text, i) => [JSON.stringify(text), text, references.tokenizers[name]![i]!] as const))(
      'gives the Rust library’s ids and ranges for %s',
      async (_json, text, expected) => {
        const { ids, starts, ends } = await encoded(tokenizer!, text);
        expect(Array.from(ids)).toEqual(expected.ids);
        const seen = Array.from(starts, (start, i): [number, number] => {
          const end = ends[i]!;
          const shown = text.slice(start, end);
          return ranges === 'as they are' ? [start, end] : [end - shown.trimStart().length, end];
        });
        const wanted = expected.offsets.map(([start, end]): [number, number] =>
          ranges === 'as they are' ? [start, end] : [end - text.slice(start, end).trimStart().length, end],
        );
        expect(seen).toEqual(wanted);
      },
    );
  },
);

describe.skipIf(!folder).each([
  ['gpt-2', 'gpt2_tokenizer.json'],
  ['llama-spm', 'llama_tokenizer.json'],
])(`llama.cpp’s test vectors for %s${folder ? '' : ' (../shared/tokenizers is absent)'}`, (vectors, file) => {
  it('match its tokens', async () => {
    const tokenizer = tokenizerOf(readJson(`${folder}/hf/${file}`));
    const path = `${folder}/gguf-vocabs/ggml-vocab-${vectors}.gguf`;
    const inputs = readFileSync(`${path}.inp`, 'utf8').split('\n__ggml_vocab_test__\n');
    const outputs = readFileSync(`${path}.out`, 'utf8').split('\n');
    expect(inputs.length).toBeGreaterThan(30);
    for (const [i, input] of inputs.entries()) {
      const expected = (outputs[i] ?? '').trim().split(/\s+/).filter(Boolean).map(Number);
      expect(Array.from((await encoded(tokenizer, input)).ids), JSON.stringify(input)).toEqual(expected);
    }
  });
});

describe('the demo’s tokenizer', () => {
  it('gives the ids of the reference, with its start token first', async () => {
    const { text, ids } = readJson(fixture('goldens/stories260K-reference.json')) as { text: string; ids: number[] };
    const demo = (file: string): unknown => readJson(inRepository('media/demo/stories260K', file));
    const tokenizer = tokenizerOf(demo('tokenizer.json'), demo('tokenizer_config.json') as Record<string, unknown>);
    expect([...tokenizer.surrounding.before, ...(await encoded(tokenizer, text)).ids]).toEqual(ids);
    expect(tokenizer.idCount).toBe(512);
  });
});
