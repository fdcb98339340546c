import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importedAttentionMethods } from '../../../../src/service/methods/importedAttention';
import { connect, serve, type Client } from '../../../../src/shared/rpc/rpc';
import { memoryPorts } from '../../../../src/shared/rpc/memoryPort';
import type { EngineContract } from '../../../../src/shared/contracts/engineContract';
import { tileValue } from '../../../../src/shared/tile';
import { fixture } from '../../../support/fixtures';
import { rejection } from '../../../support/rejection';
import { temporaryFolder } from '../../../support/temporaryFolder';

type Methods = Pick<EngineContract, 'openAttention' | 'importedAttention' | 'importedTiles' | 'importedThumbnails'>;

function client(): Client<Methods> {
  const [near, far] = memoryPorts();
  serve<Methods>(far, importedAttentionMethods());
  return connect<Methods>(near);
}

const path = fixture('attention', 'compressed.npz');
/** A step of a tile is 1/32767 of its largest weight. */
const step = 1 / 32767;

describe('imported attention', () => {
  it('has sizes, texts and labels, with Ġ as a space', async () => {
    const { nLayers, nHeads, texts, labels, hasTexts, hash } = await client().openAttention({ path });
    expect([nLayers, nHeads, hasTexts]).toEqual([2, 3, true]);
    expect(texts).toEqual(['<|endoftext|>', ' A', ' café', '\n', '😀']);
    expect(labels).toEqual(['<|endoftext|>', '␣A', '␣café', '⏎', '😀']);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives the tile of each head', async () => {
    const heads = [
      { layer: 0, head: 0 },
      { layer: 1, head: 2 },
    ];
    const [first, second] = await client().importedTiles({ path, heads });
    // (key + 1 + head + layer) / sum over the keys up to the query
    expect(tileValue(first!, 2, 1)).toBeCloseTo(2 / 6, 4);
    expect(tileValue(second!, 1, 0)).toBeCloseTo(4 / 9, 4);
    expect(tileValue(second!, 0, 0)).toBeCloseTo(1, 4);
  });

  it('gives the mean of several heads, and the strongest of them', async () => {
    const heads = [0, 1, 2].map(head => ({ layer: 0, head }));
    const { weights, strongest } = await client().importedAttention({ path, heads, reduce: 'mean' });
    // Query 1, key 0: 1/3, 2/5, 3/7.
    expect(Math.abs(tileValue(weights, 1, 0) - (1 / 3 + 2 / 5 + 3 / 7) / 3)).toBeLessThan(step);
    expect(strongest?.indexes[1]).toBe(2);
  });

  it('gives thumbnails of all heads', async () => {
    const { nLayers, nHeads, size, data } = await client().importedThumbnails({ path });
    expect([nLayers, nHeads, size, data.length]).toEqual([2, 3, 4, 2 * 3 * 16]);
    // Layer 0, head 0, query 1, key 1: 2/3.
    expect(data[0]).toBe(170);
  });

  it('refuses a head that the file lacks', async () => {
    const error = await rejection(client().importedTiles({ path, heads: [{ layer: 2, head: 0 }] }));
    expect(error).toMatchObject({ reason: 'bad-input', message: 'The file has no head L2H0.' });
  });

  it('reads a file again that has changed', async () => {
    const copy = join(temporaryFolder(), 'a.npz');
    copyFileSync(path, copy);
    const engine = client();
    expect((await engine.openAttention({ path: copy })).hasTexts).toBe(true);
    copyFileSync(fixture('attention', 'plain.npz'), copy);
    expect((await engine.openAttention({ path: copy })).hasTexts).toBe(false);
  });
});
