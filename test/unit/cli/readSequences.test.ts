import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { readSequences } from '../../../src/cli/readSequences';
import type { ScoreRows } from '../../../src/shared/recipes/rows';
import { isRefused, type Refused } from '../../../src/shared/scores';
import { ScratchFolder } from '../../support/commandLine';

const scratch = new ScratchFolder();
afterAll(() => scratch.clear());

function read(content: unknown): ReturnType<typeof readSequences> {
  const file = scratch.path('sequences.json');
  writeFileSync(file, JSON.stringify(content));
  return readSequences(file);
}

function repeated(start: readonly number[], segment: readonly number[], repeats: number): number[] {
  return [...start, ...Array.from({ length: repeats }, () => segment).flat()];
}

/** The segment length, the number of repeats, and the number of positions before the segment. */
function shapeOf(rows: ScoreRows | Refused): unknown {
  if (isRefused(rows)) return rows.refused;
  const { segment, repeats, ids } = rows;
  return [segment, repeats, ids.shape[1]! - segment * repeats];
}

const a = [5, 6, 7, 8, 9];
const b = [9, 8, 5, 7, 6];
const probe = { segment: 5, repeats: 4, ids: [repeated([1], a, 4), repeated([1], b, 4)] };
const induction = { segment: 5, ids: [repeated([1], a, 2), repeated([1], b, 2)] };

describe('readSequences', () => {
  it.each([
    ['a start token', { probe, induction, copying: { ids: [[1, ...a]] } }, [5, 4, 1], [5, 2, 1], [5, 1, 1]],
    [
      'none',
      { probe: { ...probe, ids: [repeated([], a, 4)] }, copying: { ids: [a, a] } },
      [5, 4, 0],
      'no induction rows were given',
      [5, 1, 0],
    ],
    [
      'copying rows alone, with a start token',
      {
        copying: {
          ids: [
            [1, ...a],
            [1, ...b],
          ],
        },
      },
      'no probe rows were given',
      'no induction rows were given',
      [5, 1, 1],
    ],
    [
      'copying rows alone, without',
      { probe: { refused: 'short' }, copying: { ids: [a, b] } },
      'short',
      'no induction rows were given',
      [5, 1, 0],
    ],
    [
      'no segments stated',
      { probe: { ids: [repeated([1], a, 4)] }, induction: { ids: [repeated([1], a, 2)] } },
      [5, 4, 1],
      [5, 2, 1],
      'no copying rows were given',
    ],
  ])('reads rows with %s', async (_what, content, ...shapes) => {
    const sequences = await read(content);
    expect([sequences.repeated4, sequences.repeated2, sequences.distinct].map(shapeOf)).toEqual(shapes);
  });

  it.each([
    ['a list', [], 'holds none of "probe", "induction" and "copying"'],
    ['a whole answer', { sequences: { probe } }, 'holds none of'],
    ['a kind that is no object', { probe: 3 }, '"probe": is no JSON object'],
    [
      'a segment that is text',
      { probe: { ...probe, segment: '5' } },
      '"probe".segment: is "5"; expected a whole number',
    ],
    ['half a segment', { probe: { ...probe, segment: 4.5, repeats: 8 } }, '"probe".segment: is 4.5'],
    ['a segment that does not fit', { probe: { ...probe, segment: 4 } }, 'are not 4 segments of 4 ids'],
    ['one repeat', { probe: { segment: 5, repeats: 1, ids: [a] } }, '"probe".repeats: is 1'],
    ['rows that do not repeat', { induction: { segment: 3, ids: [[1, 2, 3, 4, 2, 3, 5]] } }, 'row 0 does not repeat'],
    [
      'rows with other start tokens',
      { probe: { ...probe, ids: [repeated([1], a, 4), repeated([2], b, 4)] } },
      'row 1 begins with another start token',
    ],
    [
      'kinds with other start tokens',
      { probe, induction: { segment: 5, ids: [repeated([], a, 2)] } },
      'do not all begin with the same start token',
    ],
  ])('refuses rows given as %s', async (_what, content, message) => {
    await expect(read(content)).rejects.toMatchObject({
      reason: 'bad-input',
      message: expect.stringContaining(message) as string,
    });
  });
});
