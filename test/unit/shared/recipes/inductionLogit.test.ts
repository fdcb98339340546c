import { describe, expect, it } from 'vitest';
import { inductionLogit } from '../../../../src/shared/recipes/inductionLogit';
import { rowsOf, scoreOf } from '../../../support/knownHeads';

const rows = rowsOf(2, 2); // [start, 1, 2, 1, 2]
const z = { 'attn.hook_z': { shape: [1, 5, 1, 3], data: new Float32Array(15) } };

describe('induction logit', () => {
  it('is the mean over the queries that have a copy and a next token', async () => {
    // Only query 3 of queries 0 … 4 has both.
    const logits = { shape: [1, 5, 1], data: Float32Array.of(9, 9, 9, 0.5, 9) };
    expect(await scoreOf(inductionLogit, rows, z, logits)).toBe(0.5);
  });

  it('reads the logit of the token after each position', () => {
    expect(inductionLogit.logitTokens!(rows)).toEqual({ shape: [1, 5], data: Int32Array.of(1, 2, 1, 2, 0) });
  });

  it('has chance 0: a head that writes at random raises the next token as often as it lowers it', () => {
    expect(inductionLogit.chance(rows)).toBe(0);
  });
});
