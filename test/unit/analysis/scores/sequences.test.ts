import { describe, expect, it } from 'vitest';
import { drawSequences, idPool } from '../../../../src/analysis/scores/sequences';

describe('drawn rows', () => {
  const pool = idPool(500, id => id < 3);
  const source = { pool, startTokenId: 1, nCtx: 512 };

  it('leave out special ids and the first and last 4 % of the ids', () => {
    expect([pool[0], pool.at(-1), pool.length]).toEqual([22, 480, 459]);
    expect(idPool(60, id => id === 0)).toHaveLength(59);
  });

  it('are the same for the same seed, and different for another', () => {
    expect(drawSequences(source, 5)).toEqual(drawSequences(source, 5));
    expect(drawSequences(source, 5)).not.toEqual(drawSequences(source, 6));
  });

  it('are ten rows of a start token and distinct ids, repeated', () => {
    const { repeated4: drawn } = drawSequences(source, 1);
    if ('refused' in drawn) throw new Error(drawn.refused);
    expect(drawn.ids.shape).toEqual([10, 101]);
    const row = [...drawn.ids.data.subarray(101, 202)];
    expect(row[0]).toBe(1);
    expect(new Set(row.slice(1, 26)).size).toBe(25);
    for (const copy of [1, 2, 3]) expect(row.slice(1 + 25 * copy, 26 + 25 * copy)).toEqual(row.slice(1, 26));
  });

  it('are refused with the reason if the context is too short', () => {
    expect(drawSequences({ ...source, nCtx: 16 }, 1)).toEqual({
      repeated4: { refused: expect.stringContaining('a context of 16 leaves segments of 3 tokens') as string },
      repeated2: expect.objectContaining({ segment: 7 }) as object,
      distinct: expect.objectContaining({ segment: 15 }) as object,
    });
  });
});
