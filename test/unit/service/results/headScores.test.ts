import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headScores, scoreRowsHash } from '../../../../src/service/results/headScores';
import { ResultStore } from '../../../../src/service/results/resultStore';
import { temporaryFolder } from '../../../support/temporaryFolder';

const grid = { nLayers: 2, nHeads: 3 };
const measure = headScores('prefix_matching', grid, 0.25);
const scores = {
  score: { shape: [2, 3], data: Float32Array.of(0.5, 0, 1, NaN, 0.125, -1) },
  error: { shape: [2, 3], data: new Float32Array(6).fill(0.0625) },
  chance: 0.25,
  version: 1,
};
const rows = { segment: 2, repeats: 2, ids: { shape: [1, 5], data: Int32Array.of(0, 5, 7, 5, 7) } };

describe('headScores', () => {
  it('decodes what it encodes through JSON, including NaN', () => {
    expect(measure.decode(JSON.parse(JSON.stringify(measure.encode(scores))))).toEqual(scores);
  });

  it.each([
    ['nothing', undefined],
    [
      'a model with fewer heads',
      {
        score: [
          [0, 0],
          [0, 0],
        ],
        error: [
          [0, 0],
          [0, 0],
        ],
      },
    ],
    ['a model with fewer layers', { score: [[0, 0, 0]], error: [[0, 0, 0]] }],
    [
      'rows of unequal length',
      {
        score: [
          [0, 0, 0, 0],
          [0, 0],
        ],
        error: [
          [0, 0, 0],
          [0, 0, 0],
        ],
      },
    ],
    [
      'words',
      {
        score: [
          ['0', 0, 0],
          [0, 0, 0],
        ],
        error: [
          [0, 0, 0],
          [0, 0, 0],
        ],
      },
    ],
    [
      'scores without errors',
      {
        score: [
          [0, 0, 0],
          [0, 0, 0],
        ],
      },
    ],
  ])('decodes no scores from %s', (_what, stored) => {
    expect(measure.decode(stored)).toBeNull();
  });

  it('ignores a result of version 0.1.0, whose file name has a backend: its scores of models without a norm are wrong', async () => {
    const path = join(temporaryFolder(), 'model');
    const folder = join(path, '.model-circuits/results/ab12');
    mkdirSync(folder, { recursive: true });
    const hash = createHash('sha256').update('1×5 2 2 ').update(new Uint8Array(rows.ids.data.buffer)).digest('hex');
    const stored = {
      ...{ recipe: 'prefix_matching', version: 1, chance: 0.25 },
      score: [
        [0.5, 0, 1],
        [null, 0.125, -1],
      ],
      error: [
        [0.0625, 0.0625, 0.0625],
        [0.0625, 0.0625, 0.0625],
      ],
    };
    writeFileSync(join(folder, `prefix_matching-v1-tensorflow-${hash.slice(0, 16)}.json`), JSON.stringify(stored));
    const store = new ResultStore({ folder: null, untouched: [] });
    const on = { checkpoint: { path, weightsId: 'ab12' }, input: scoreRowsHash(rows) };
    expect(await store.read(measure, on)).toBeNull();
  });
});

describe('scoreRowsHash', () => {
  it('differs by the ids of rows, their shape and their repeats', () => {
    const { ids } = rows;
    const all = [
      rows,
      { ...rows, segment: 4, repeats: 1 },
      { ...rows, ids: { ...ids, shape: [5, 1] } },
      { ...rows, ids: { ...ids, data: Int32Array.of(0, 5, 7, 5, 8) } },
    ];
    expect(new Set(all.map(scoreRowsHash)).size).toBe(all.length);
  });
});
