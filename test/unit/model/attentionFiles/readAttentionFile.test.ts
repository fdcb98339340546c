import { describe, expect, it } from 'vitest';
import { readAttentionFile } from '../../../../src/model/attentionFiles/readAttentionFile';
import type { AttentionFile } from '../../../../src/model/attentionFiles/attentionFile';
import { openFile } from '../../../../src/service/fileFolder';
import { fixture } from '../../../support/fixtures';
import { memorySource } from '../../../support/memoryFolder';
import { rejection } from '../../../support/rejection';

const tokens = ['<|endoftext|>', 'ĠA', 'Ġcafé', 'Ċ', '😀'];
const ids = ['0', '5', '6', '7', '8'];

/** The weight that make_attention.py writes. */
function weight(layer: number, head: number, query: number, key: number): number {
  if (key > query) return 0;
  const raw = (at: number): number => at + 1 + head + layer;
  const sum = Array.from({ length: query + 1 }, (_, at) => raw(at)).reduce((a, b) => a + b);
  return raw(key) / sum;
}

/** The largest difference from the weights that were written. */
function difference({ layers, nHeads }: AttentionFile): number {
  let largest = 0;
  layers.forEach((data, layer) =>
    data.forEach((value, at) => {
      const [head, query, key] = [Math.floor(at / 25), Math.floor(at / 5) % 5, at % 5];
      largest = Math.max(largest, Math.abs(value - weight(layer, head, query, key)));
    }),
  );
  expect(nHeads).toBe(3);
  return largest;
}

describe('readAttentionFile', () => {
  it.each([
    ['compressed.npz', 2, tokens],
    ['plain.npz', 2, ids],
    ['hooks.safetensors', 2, tokens],
    ['transformers.safetensors', 2, ids],
    ['circuitsvis.json', 1, tokens],
    ['bertviz.json', 2, tokens],
  ])('reads %s', async (name, layers, expected) => {
    const file = await readAttentionFile(await openFile(fixture('attention', name)));
    expect(file.layers).toHaveLength(layers);
    expect(file.tokens).toEqual(expected);
    expect(file.hasTexts).toBe(expected === tokens);
    // float16 in transformers.safetensors; the others are float32, whose rounding is 6e-8.
    expect(difference(file)).toBeLessThan(name.startsWith('transformers') ? 3e-4 : 1e-7);
  });

  it('refuses pickled texts by the name of their array', async () => {
    const error = await rejection(readAttentionFile(await openFile(fixture('attention', 'objects.npz'))));
    expect(error).toMatchObject({
      reason: 'unsupported',
      message: 'objects.npz: tokens: holds pickled objects, which are not read; save an array of texts',
    });
  });

  const json = (value: unknown): Promise<AttentionFile> =>
    readAttentionFile(memorySource('a.json', new TextEncoder().encode(JSON.stringify(value))));

  it.each([
    [{ tokens: ['a'], attention: [[[0.5, 0.5]]] }, /no attention: no array of shape \[head, query, key\]/],
    [
      {
        tokens: ['a', 'b'],
        attention: [
          [[1, 0]],
          [
            [1, 0],
            [0.5, 0.5],
          ],
        ],
      },
      /"attention" is ragged/,
    ],
    [
      {
        tokens: ['a'],
        attention: [
          [
            [1, 0],
            [0.5, 0.5],
          ],
        ],
      },
      /has 1 tokens, but patterns of 2 positions/,
    ],
    [
      {
        tokens: ['a', 'b'],
        attention: [
          [
            [1, 0],
            [0.5, 'x'],
          ],
        ],
      },
      /holds "x", expected a number/,
    ],
    [
      {
        tokens: ['a', 'b'],
        attention: [
          [
            [1, 0],
            [0.5, 3],
          ],
        ],
      },
      /is 3 at head 0, query 1, key 1/,
    ],
    [{ attention: [[[1]]] }, /has no tokens/],
    [[1], /holds no JSON object/],
  ])('refuses %j', async (value, message) => {
    expect(await rejection(json(value))).toMatchObject({
      reason: 'bad-checkpoint',
      message: expect.stringMatching(message) as string,
    });
  });

  it('refuses attention to later tokens, since the view shows keys up to the query', async () => {
    const error = await rejection(
      json({
        tokens: ['a', 'b'],
        attention: [
          [
            [0.5, 0.5],
            [0.5, 0.5],
          ],
        ],
      }),
    );
    expect(error).toMatchObject({ reason: 'unsupported' });
    expect(error.message).toMatch(/^a\.json: "attention" attends to a later token at head 0, query 0, key 1/);
  });

  it('names a damaged file and one of another kind', async () => {
    const zip = memorySource('a.npz', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0));
    expect((await rejection(readAttentionFile(zip))).message).toMatch(/^a\.npz: cannot be read as a zip archive/);
    expect((await rejection(readAttentionFile(memorySource('a.txt', new Uint8Array(9))))).message).toBe(
      'a.txt: is no .npz, .safetensors, .json file',
    );
  });

  it('refuses a truncated file at every length', async () => {
    const source = await openFile(fixture('attention', 'compressed.npz'));
    const whole = await source.read(0, source.size);
    for (let length = 0; length < whole.length; length += 7) {
      const error = await rejection(readAttentionFile(memorySource('cut.npz', whole.subarray(0, length))));
      expect(error.message).toMatch(/^cut\.npz/);
    }
  });
});
