import { expect, it } from 'vitest';
import { thumbnails } from '../../../../src/analysis/attention/thumbnails';
import { ActivationCache } from '../../../../src/engine/activationCache';
import { blockHook } from '../../../../src/engine/hooks';

/** One layer of two heads. Head 1 has the given cells, and the rest of its attention is on the first token. */
function oneLayer(positions: number, cells: readonly (readonly [number, number, number])[]): ActivationCache {
  const data = new Float32Array(2 * positions * positions);
  for (let query = 0; query < positions; query++) data[(positions + query) * positions] = 1;
  for (const [query, key, weight] of cells) data[(positions + query) * positions + key] = weight;
  const cache = new ActivationCache();
  cache.put(blockHook(0, 'attn.hook_pattern'), { shape: [1, 2, positions, positions], data });
  return cache;
}

it('thumbnails show a single hot cell of 512 tokens, and leave out the first column', () => {
  const { nLayers: layers, nHeads: heads, size, data } = thumbnails(oneLayer(512, [[511, 1, 0.8]]), 1);
  expect([layers, heads, size]).toEqual([1, 2, 24]);
  const head = data.subarray(576);
  expect(head[23 * 24]).toBe(Math.round(0.8 * 255));
  expect(data.reduce((sum, value) => sum + value)).toBe(head[23 * 24]);
});

it('thumbnails of a short text keep a cell for each pair of tokens', () => {
  const { size, data } = thumbnails(oneLayer(4, [[3, 2, 0.5]]), 1);
  expect(size).toBe(3);
  expect(Array.from(data.subarray(9))).toEqual([0, 0, 0, 0, 0, 0, 0, 128, 0]);
});

it('thumbnails of one token have no cells', () => {
  expect(thumbnails(oneLayer(1, []), 1)).toMatchObject({ size: 0, data: new Uint8Array() });
});
