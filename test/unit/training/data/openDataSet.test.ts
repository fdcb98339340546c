import { mkdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { DataSetup } from '../../../../src/shared/trainingSetup';
import type { IntView } from '../../../../src/shared/tensorView';
import type { DataSet } from '../../../../src/training/data/dataSet';
import { openDataSet } from '../../../../src/training/data/openDataSet';
import { ScratchFolder } from '../../../support/commandLine';
import { toySetup } from '../../../support/toySetup';

const scratch = new ScratchFolder();
afterAll(() => scratch.clear());

mkdirSync(scratch.path('texts/more'), { recursive: true });
scratch.file('texts/a.txt', 'abcdefgh '.repeat(300));
scratch.file('texts/more/b.txt', 'ABCDEFGH '.repeat(300));
scratch.file('texts/picture.bin', Uint8Array.of(0, 255, 254, 253));
scratch.file('texts/.hidden', 'z'.repeat(5000));

const kinds: readonly (readonly [string, DataSetup])[] = [
  ['repeat', { kind: 'repeat', vocabulary: 16 }],
  ['bigrams', { kind: 'bigrams', vocabulary: 16, concentration: 0.1 }],
  ['stories', { kind: 'stories', tokenizer: { kind: 'bytes' }, drills: 0.3 }],
  ['text', { kind: 'text', path: scratch.path('texts'), tokenizer: { kind: 'bpe', vocabulary: 270 } }],
];

function open(data: DataSetup, seed = 0): Promise<DataSet> {
  return openDataSet(toySetup({ data, seed }));
}

function rowsOf({ shape, data }: IntView): number[][] {
  const [count = 0, length = 0] = shape;
  return Array.from({ length: count }, (_, row) => Array.from(data.subarray(row * length, (row + 1) * length)));
}

describe.each(kinds)('the data set of kind %s', (_name, recipe) => {
  it('gives a step the same rows each time, and another step or seed other rows', async () => {
    const [data, again, other] = [await open(recipe), await open(recipe), await open(recipe, 1)];
    data.trainingRows(1);
    expect(data.trainingRows(7)).toEqual(again.trainingRows(7));
    expect(data.heldOutRows()).toEqual(again.heldOutRows());
    expect(data.trainingRows(7)).not.toEqual(data.trainingRows(8));
    expect(data.trainingRows(7)).not.toEqual(other.trainingRows(7));
  });

  it('begins every row with the start token, and stays in its vocabulary', async () => {
    const data = await open(recipe);
    for (const rows of [data.trainingRows(3), data.heldOutRows()]) {
      expect(rows.shape[1]).toBe(32);
      for (const row of rowsOf(rows)) {
        expect(row[0]).toBe(data.startTokenId);
        expect(Math.max(...row)).toBeLessThan(data.dVocab);
        expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
      }
    }
    expect(data.trainingRows(3).shape[0]).toBe(4);
  });
});

it.each(kinds)('the data set of kind %s makes short rows', async (_name, data) => {
  const staged = await openDataSet(toySetup({ data, shortRows: { length: 8, share: 0.75 } }));
  expect([1, 2, 3, 4, 5].map(step => staged.trainingRows(step).shape[1])).toEqual([8, 8, 8, 32, 8]);
  expect(staged.trainingRows(5).shape).toEqual([16, 8]);
  expect(staged.heldOutRows().shape[1]).toBe(32);
  for (const [first] of rowsOf(staged.trainingRows(5))) expect(first).toBe(staged.startTokenId);
});

describe('drills', () => {
  const repeats = (row: readonly number[]): boolean =>
    row.some((_, period) => period > 0 && period <= 15 && row.every((id, i) => i < period || id === row[i - period]));

  it('are the share of training rows that the setup gives, and no held-out rows', async () => {
    const data = await open({ kind: 'stories', tokenizer: { kind: 'bytes' }, drills: 0.3 });
    const rows = Array.from({ length: 250 }, (_, step) => rowsOf(data.trainingRows(step + 1))).flat();
    const share = rows.filter(([, ...row]) => repeats(row)).length / rows.length;
    // A binomial share of 1000 rows: three standard deviations.
    expect(Math.abs(share - 0.3)).toBeLessThan(3 * Math.sqrt((0.3 * 0.7) / 1000));
    const heldOut = rowsOf(data.heldOutRows());
    expect(heldOut.filter(([, ...row]) => repeats(row)).length / heldOut.length).toBeLessThan(0.05);
  });
});

describe('tiled rows', () => {
  it.each([
    ['repeat', 3, 15],
    ['bigrams', 7, 15],
  ] as const)(
    'of kind %s repeat a segment of %i to %i tokens until the row is full',
    async (kind, shortest, longest) => {
      const data = await open(kinds.find(([name]) => name === kind)![1]);
      const lengths = new Set<number>();
      for (let step = 1; step <= 60; step++) {
        for (const [, ...row] of rowsOf(data.trainingRows(step))) {
          const period = row.findIndex(
            (_, length) => length > 0 && row.every((id, i) => i < length || id === row[i - length]),
          );
          lengths.add(period);
        }
      }
      // A segment of equal tokens may look shorter than it is.
      expect([...lengths].filter(length => length > longest)).toEqual([]);
      for (let length = shortest; length <= longest; length++) expect([...lengths]).toContain(length);
    },
  );

  it('of kind bigrams have one table for the whole run, with few successors for each token', async () => {
    const data = await open({ kind: 'bigrams', vocabulary: 16, concentration: 0.1 });
    const followers = new Map<number, Map<number, number>>();
    for (let step = 1; step <= 100; step++) {
      for (const [, ...row] of rowsOf(data.trainingRows(step))) {
        // Counts the first segment's tokens alone, because the tiling decides the rest.
        for (let i = 0; i + 1 < 7; i++) {
          const counts = followers.get(row[i]!) ?? new Map<number, number>();
          followers.set(row[i]!, counts.set(row[i + 1]!, (counts.get(row[i + 1]!) ?? 0) + 1));
        }
      }
    }
    // In a row of Dirichlet(0.1) over 16 tokens, the likeliest token has most of the weight.
    const shares = [...followers.values()].map(counts => Math.max(...counts.values()) / sum([...counts.values()]));
    expect(sum(shares) / shares.length).toBeGreaterThan(0.4);
  });
});

describe('a data set of text', () => {
  it('reads a folder and its subfolders: UTF-8 files only, no hidden ones', async () => {
    const data = await open({ kind: 'text', path: scratch.path('texts'), tokenizer: { kind: 'bytes' } });
    const seen = new Set<number>();
    for (let step = 1; step <= 40; step++)
      rowsOf(data.trainingRows(step))
        .flat()
        .forEach(id => seen.add(id));
    expect(['a', 'h', ' ', 'A', 'H'].every(character => seen.has(character.charCodeAt(0)))).toBe(true);
    expect(seen.has('z'.charCodeAt(0))).toBe(false);
  });

  it('keeps the end of the text out of the training rows', async () => {
    const end = 'x'.repeat(300);
    const file = scratch.file('ending.txt', `${'abc def '.repeat(700)}${end}`);
    const data = await open({ kind: 'text', path: file, tokenizer: { kind: 'bytes' } });
    const x = 'x'.charCodeAt(0);
    for (let step = 1; step <= 100; step++) {
      expect(rowsOf(data.trainingRows(step)).flat()).not.toContain(x);
    }
    expect(rowsOf(data.heldOutRows()).flat()).toContain(x);
  });

  it.each([
    ['nothing there', () => scratch.path('missing.txt'), /missing\.txt: cannot be read \(ENOENT\)/],
    ['not UTF-8', () => scratch.path('texts/picture.bin'), /is not UTF-8 text/],
    [
      'an empty folder',
      () => (mkdirSync(scratch.path('empty'), { recursive: true }), scratch.path('empty')),
      /holds no UTF-8/,
    ],
    ['too short', () => scratch.file('short.txt', 'a few words'), /has 11 tokens; rows of 32 need at least 620/],
  ])('is refused for %s', async (_what, path, message) => {
    const opened = open({ kind: 'text', path: path(), tokenizer: { kind: 'bytes' } });
    await expect(opened).rejects.toMatchObject({
      reason: 'bad-input',
      message: expect.stringMatching(message) as string,
    });
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
