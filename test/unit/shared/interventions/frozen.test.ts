import { describe, expect, it } from 'vitest';
import { frozen } from '../../../../src/shared/interventions/frozen';
import { cleanLayer } from '../../../support/cleanLayer';

describe('frozen', () => {
  it('puts the zero vector at every position', () => {
    const clean = cleanLayer({ rows: 2, positions: 3, heads: 1, dHead: 4 }, () => 1);
    expect(frozen.replacement(clean, 0, { seed: 0, draw: 0 })).toEqual({ shape: [1, 1, 4], data: new Float32Array(4) });
  });

  it('keeps the patterns of the clean pass', () => {
    expect(frozen.keepsPatterns).toBe(true);
  });
});
