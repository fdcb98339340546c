import { describe, expect, it } from 'vitest';
import { resample } from '../../../../src/shared/interventions/resample';
import { cleanLayer, type CleanShape } from '../../../support/cleanLayer';

/** The replacement of head 1's z in each draw. The first component gives its source: 100 row + position. */
function drawn(shape: CleanShape, seed: number): number[][] {
  const clean = cleanLayer(shape, (row, position, head, i) => (head === 1 && i === 0 ? 100 * row + position : -1));
  return Array.from({ length: resample.draws }, (_, draw) => {
    const { shape: given, data } = resample.replacement(clean, 1, { seed, draw });
    expect(given).toEqual([shape.rows, shape.positions, shape.dHead]);
    return Array.from({ length: shape.rows * shape.positions }, (__, place) => data[place * shape.dHead]!);
  });
}

describe('resample from other rows', () => {
  const shape = { rows: 4, positions: 3, heads: 2, dHead: 2 };

  it('writes another row at the same position, and the whole row', () => {
    for (const draw of drawn(shape, 0)) {
      for (let row = 0; row < 4; row++) {
        const sources = draw.slice(row * 3, row * 3 + 3);
        expect(sources.map(source => source % 100)).toEqual([0, 1, 2]);
        const rows = new Set(sources.map(source => Math.floor(source / 100)));
        expect(rows.size).toBe(1);
        expect(rows).not.toContain(row);
      }
    }
  });

  it('uses every other row before it uses one twice', () => {
    const firstRow = drawn(shape, 3).map(draw => Math.floor(draw[0]! / 100));
    expect(firstRow.slice(0, 3).toSorted()).toEqual([1, 2, 3]);
  });

  it('uses the other one of two rows in every draw', () => {
    const pair = { ...shape, rows: 2 };
    for (const draw of drawn(pair, 7)) expect(draw).toEqual([100, 101, 102, 0, 1, 2]);
  });

  it('has five draws', () => {
    expect(resample.draws).toBe(5);
  });

  it('changes nothing if a head’s z is the same in all rows', () => {
    const clean = cleanLayer(shape, (_row, position, head, i) => 10 * position + head + i / 4);
    const z = clean.activation('attn.hook_z').data;
    for (let draw = 0; draw < 5; draw++) {
      const { data } = resample.replacement(clean, 1, { seed: 5, draw });
      const own = Array.from(data, (_, at) => z[Math.floor(at / 2) * 4 + 2 + (at % 2)]);
      expect(Array.from(data)).toEqual(own);
    }
  });
});

describe('resample from the positions of one row', () => {
  const shape = { rows: 1, positions: 6, heads: 2, dHead: 2 };

  it('uses each position’s z once, and keeps only the first in its place', () => {
    for (const draw of drawn(shape, 0)) {
      expect(draw.toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
      expect(draw[0]).toBe(0);
      draw.slice(1).forEach((source, i) => expect(source).not.toBe(i + 1));
    }
  });

  it('reports that there is one row', () => {
    expect(resample.words({ seed: 4, rows: 1 })).toBe(
      'resampled from its own positions, as there is one row; mean of 5 draws, seed 4',
    );
    expect(resample.words({ seed: 4, rows: 2 })).toBe('resampled from other rows; mean of 5 draws, seed 4');
  });

  it('throws bad-input for a row with no or one position after the first', () => {
    for (const positions of [1, 2]) {
      const clean = cleanLayer({ ...shape, positions }, () => 0);
      expect(() => resample.replacement(clean, 0, { seed: 0, draw: 0 })).toThrow(
        expect.objectContaining({ reason: 'bad-input' }),
      );
    }
  });

  it('uses the same positions in Python', () => {
    const sources = resample.python.setup(6, 9);
    for (const draw of drawn(shape, 9)) expect(sources).toContain(`    [${draw.join(', ')}],\n`);
    expect(sources.match(/^ {4}\[/gm)).toHaveLength(5);
  });
});

describe.each([1, 4])('resample over %d rows', rows => {
  const shape = { rows, positions: 5, heads: 2, dHead: 2 };

  it('draws the same for the same seed, and differently for another', () => {
    expect(drawn(shape, 2)).toEqual(drawn(shape, 2));
    expect(drawn(shape, 2)).not.toEqual(drawn(shape, 3));
  });

  it('draws differently from draw to draw', () => {
    expect(new Set(drawn(shape, 2).map(draw => draw.join())).size).toBeGreaterThan(1);
  });
});
