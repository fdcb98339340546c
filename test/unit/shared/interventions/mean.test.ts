import { describe, expect, it } from 'vitest';
import { mean } from '../../../../src/shared/interventions/mean';
import { cleanLayer } from '../../../support/cleanLayer';

const draw = { seed: 0, draw: 0 };

describe('mean', () => {
  it('is the mean over all rows and all positions but the first, for one head', () => {
    // Component i of head h at row r and position p is 1000 r + 100 p + 10 h + i, so that position 0 would change the
    // mean.
    const shape = { rows: 2, positions: 3, heads: 2, dHead: 2 };
    const clean = cleanLayer(shape, (row, position, head, i) => 1000 * row + 100 * position + 10 * head + i);
    expect(mean.replacement(clean, 1, draw)).toEqual({ shape: [1, 1, 2], data: Float32Array.of(660, 661) });
  });

  it('throws bad-input for a mean over no positions', () => {
    const clean = cleanLayer({ rows: 3, positions: 1, heads: 1, dHead: 2 }, () => 1);
    expect(() => mean.replacement(clean, 0, draw)).toThrow(
      expect.objectContaining({
        reason: 'bad-input',
        message: expect.stringContaining('at least two tokens') as string,
      }),
    );
  });

  it('has the same formula in Python', () => {
    expect(mean.python.value).toBe('cache["z", layer][0, 1:, head].mean(0)');
  });
});
