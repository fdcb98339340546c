import { describe, expect, it } from 'vitest';
import { EditTracker, type TextEdit } from '../../../../src/host/documents/editTracker';
import { seededChooser } from '../../../support/random';

/** Every character of a document holds its offset in the analysed text, or null if it was typed later. */
type Naive = (number | null)[];

function applied(document: Naive, { offset, removed, inserted }: TextEdit): Naive {
  return document.toSpliced(offset, removed, ...Array<null>(inserted).fill(null));
}

/**
 * The number of characters from the beginning of the range that are still there with no new character before or between
 * them.
 */
function heldPrefix(document: Naive, start: number, rangeStart: number): number {
  let held = 0;
  while (start + held < document.length && document[start + held] === rangeStart + held) held += 1;
  return held;
}

describe.each([
  ['the whole document', 0, 30, true],
  ['a part of it', 10, 22, false],
  ['its beginning', 0, 12, false],
  ['its end', 18, 30, false],
])('the tokens before a stale one, in %s,', (_what, start, end, isWhole) => {
  it('are right after up to six random edits, in 3,000 documents', () => {
    const choose = seededChooser(start * 100 + end);
    for (let round = 0; round < 3000; round++) {
      let document: Naive = Array.from({ length: 30 }, (_, i) => i);
      const tracker = new EditTracker(start, end, isWhole);
      const edits: TextEdit[] = [];
      for (let count = 1 + choose.below(6); count > 0; count--) {
        const offset = choose.below(document.length + 1);
        const removed = Math.min(choose.below(2) === 0 ? 0 : choose.below(8), document.length - offset);
        const inserted = choose.below(2) === 0 ? 0 : choose.below(5);
        if (removed + inserted === 0) continue;
        const edit = { offset, removed, inserted };
        edits.push(edit);
        tracker.apply(edit);
        document = applied(document, edit);
      }
      const what = JSON.stringify({ edits, tracker: [tracker.start, tracker.staleFrom, tracker.end] });

      // The unchanged part is the range's own text in its place, unbroken.
      const holdsUntil = tracker.staleFrom ?? tracker.end;
      const held = heldPrefix(document, tracker.start, start);
      expect(tracker.start + held, what).toBeGreaterThanOrEqual(holdsUntil);
      if (!tracker.isStale) expect(tracker.end - tracker.start, what).toBe(end - start);

      // The tracker gives up no unchanged text: it is stale exactly if an edit touched the inside.
      const touched = touchesInside(edits, start, end, isWhole);
      expect(tracker.isStale, what).toBe(touched);

      // Offsets stay inside the document, in order.
      expect(tracker.start, what).toBeLessThanOrEqual(holdsUntil);
      expect(holdsUntil, what).toBeLessThanOrEqual(tracker.end);
      expect(tracker.end, what).toBeLessThanOrEqual(document.length);
    }
  });
});

/** Whether an edit changes the text of the range, found by following the range. */
function touchesInside(edits: readonly TextEdit[], start: number, end: number, isWhole: boolean): boolean {
  let [from, to] = [start, end];
  for (const { offset, removed, inserted } of edits) {
    if (isWhole) return true;
    if (offset + removed <= from) {
      from += inserted - removed;
      to += inserted - removed;
    } else if (offset < to) {
      return true;
    }
  }
  return false;
}

describe('an edit', () => {
  const tracked = (edit: TextEdit, isWhole = false): EditTracker => {
    const tracker = new EditTracker(10, 20, isWhole);
    tracker.apply(edit);
    return tracker;
  };
  const state = ({ start, end, staleFrom }: EditTracker): (number | null)[] => [start, end, staleFrom];

  it('before the range moves the range', () => {
    expect(state(tracked({ offset: 0, removed: 3, inserted: 0 }))).toEqual([7, 17, null]);
    expect(state(tracked({ offset: 10, removed: 0, inserted: 4 }))).toEqual([14, 24, null]);
    expect(state(tracked({ offset: 8, removed: 2, inserted: 0 }))).toEqual([8, 18, null]);
  });

  it('after the range changes nothing', () => {
    expect(state(tracked({ offset: 20, removed: 0, inserted: 4 }))).toEqual([10, 20, null]);
    expect(state(tracked({ offset: 25, removed: 5, inserted: 0 }))).toEqual([10, 20, null]);
  });

  it('inside the range makes all tokens after it stale', () => {
    expect(state(tracked({ offset: 14, removed: 0, inserted: 1 }))).toEqual([10, 21, 14]);
    expect(state(tracked({ offset: 14, removed: 3, inserted: 0 }))).toEqual([10, 17, 14]);
    expect(state(tracked({ offset: 14, removed: 10, inserted: 1 }))).toEqual([10, 15, 14]);
  });

  it('at the end of a whole document is inside the range', () => {
    const tracker = new EditTracker(0, 20, true);
    tracker.apply({ offset: 20, removed: 0, inserted: 5 });
    expect(state(tracker)).toEqual([0, 25, 20]);
    const empty = new EditTracker(0, 20, true);
    empty.apply({ offset: 0, removed: 0, inserted: 1 });
    expect(state(empty)).toEqual([0, 21, 0]);
  });

  it('across the beginning makes all tokens stale', () => {
    const tracker = tracked({ offset: 5, removed: 10, inserted: 0 });
    expect(tracker.staleFrom).toBe(tracker.start);
    const all = tracked({ offset: 0, removed: 30, inserted: 2 });
    expect(all.staleFrom).toBe(all.start);
  });

  it('later in the text leaves tokens stale that an earlier edit made stale', () => {
    const tracker = tracked({ offset: 12, removed: 1, inserted: 1 });
    tracker.apply({ offset: 18, removed: 0, inserted: 3 });
    expect(tracker.staleFrom).toBe(12);
    tracker.apply({ offset: 11, removed: 0, inserted: 1 });
    expect(tracker.staleFrom).toBe(11);
    tracker.apply({ offset: 0, removed: 0, inserted: 100 });
    expect(state(tracker)).toEqual([110, 124, 111]);
  });
});

it('EditTracker has no stale token once the edits in it are undone, wherever the range has moved', () => {
  const tracker = new EditTracker(10, 22, false);
  tracker.apply({ offset: 2, removed: 0, inserted: 3 });
  tracker.apply({ offset: 15, removed: 4, inserted: 1 });
  tracker.apply({ offset: 15, removed: 1, inserted: 4 });
  expect(tracker.staleFrom).toBe(15);
  expect(tracker.unedited).toEqual({ start: 13, end: 25 });
  tracker.undone();
  expect([tracker.start, tracker.staleFrom, tracker.end]).toEqual([13, null, 25]);
});
