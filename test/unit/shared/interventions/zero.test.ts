import { describe, expect, it } from 'vitest';
import { zero } from '../../../../src/shared/interventions/zero';
import { cleanLayer } from '../../../support/cleanLayer';

describe('zero', () => {
  it('puts the zero vector at every position, and reads nothing of the clean pass', () => {
    const clean = cleanLayer({ rows: 2, positions: 3, heads: 1, dHead: 4 }, () => 1);
    const refusing = { ...clean, activation: () => expect.fail('zero read the clean pass') };
    expect(zero.replacement(refusing, 0, { seed: 0, draw: 0 })).toEqual({
      shape: [1, 1, 4],
      data: new Float32Array(4),
    });
    expect(zero.needs).toEqual([]);
  });

  it('computes the patterns again', () => {
    expect(zero.keepsPatterns).toBe(false);
  });
});
