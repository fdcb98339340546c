import { describe, expect, it } from 'vitest';
import { headIntervention } from '../../../../src/shared/interventions/intervention';
import { compareLosses } from '../../../../src/host/documents/comparePasses';
import type { DocumentPass } from '../../../../src/host/documents/documentPass';
import { overlayRanges } from '../../../../src/host/overlay/overlayRanges';
import { attentionStep } from '../../../../src/shared/rampStep';
import { fakeDocumentPass, fakeEditor, fakeResult, type FakeDocumentPassOptions } from '../../../support/analysis';
import { attentionPattern } from '../../../support/attentionPattern';
import type { Range } from '../../../support/vscodeStub';

const options: FakeDocumentPassOptions = {
  text: 'a big\nred 🙂 dog',
  labels: ['<s>', 'a', '␣big', '⏎', 'red', '␣<0xF0>', '<0x9F><0x99><0x82>', '␣dog'],
  places: [null, [0, 1], [1, 5], [5, 6], [6, 9], [9, 12], [10, 12], [12, 16]],
};
const plain = { direction: 'from', hideStart: false, boundaries: true } as const;

/** Ranges as offsets. */
function offsets(documentPass: DocumentPass, ranges: readonly unknown[] | undefined): [number, number][] {
  return (ranges ?? []).map(range => {
    const { start, end } = range as Range;
    return [documentPass.document.offsetAt(start as never), documentPass.document.offsetAt(end as never)];
  });
}

describe('what an editor shows', () => {
  const documentPass = fakeDocumentPass(options);
  const positions = options.labels.length;

  it('is the attention of the cursor’s token, each weight by its step', () => {
    const shown = overlayRanges(fakeEditor(documentPass, [13, 13]), documentPass, plain);
    const { cell } = attentionPattern(positions, 5);
    expect(shown.attention).toHaveLength(16);
    shown.attention!.forEach((ranges, index) => {
      for (const [start, end] of offsets(documentPass, ranges)) {
        const here = options.places.flatMap((place, token) =>
          place?.[0] === start && place[1] === end ? [cell(7, token)] : [],
        );
        expect(attentionStep(Math.max(...here))).toBe(index + 1);
      }
    });
    expect(offsets(documentPass, shown.query)).toEqual([[12, 16]]);
    const marked = options.places.filter((place, token) => place && cell(7, token) >= 0.1);
    expect(offsets(documentPass, shown.keyMarks)).toEqual(marked);
    expect(shown.loss).toBeUndefined();
  });

  it('has one colour a range: that of the strongest token inside a character', () => {
    const shared = fakeDocumentPass({
      text: '🙂',
      labels: ['<0xF0>', '<0x9F>', '<0x99>', '<0x82>'],
      places: [
        [0, 2],
        [0, 2],
        [0, 2],
        [0, 2],
      ],
    });
    const shown = overlayRanges(fakeEditor(shared, [0, 0]), shared, plain);
    expect(offsets(shared, shown.attention!.flat())).toEqual([[0, 2]]);
  });

  it('marks the boundaries of tokens inside lines, even and odd ones apart', () => {
    const { evenBoundaries, oddBoundaries } = overlayRanges(fakeEditor(documentPass, [0, 0]), documentPass, plain);
    const inOrder = [...offsets(documentPass, evenBoundaries), ...offsets(documentPass, oddBoundaries)].toSorted(
      ([a], [b]) => a - b,
    );
    // These are neither "big", which ends its line, nor the line break, nor the last token of the text.
    expect(inOrder).toEqual([
      [0, 1],
      [6, 9],
      [9, 12],
      [10, 12],
    ]);
    const off = overlayRanges(fakeEditor(documentPass, [0, 0]), documentPass, { ...plain, boundaries: false });
    expect(off.evenBoundaries).toBeUndefined();
  });

  it('dims text that was not run, and text that an edit made stale', () => {
    const part = fakeDocumentPass({ ...options, text: `0123456789${options.text}tail`, start: 10, isWhole: false });
    const shown = overlayRanges(fakeEditor(part, [10, 10]), part, plain);
    expect(offsets(part, shown.outside)).toEqual([
      [0, 10],
      [26, 30],
    ]);
    expect(offsets(part, shown.stale)).toEqual([]);
    part.edits.apply({ offset: 20, removed: 1, inserted: 1 });
    expect(offsets(part, overlayRanges(fakeEditor(part, [10, 10]), part, plain).stale)).toEqual([[20, 26]]);
    expect(offsets(documentPass, overlayRanges(fakeEditor(documentPass, [0, 0]), documentPass, plain).outside)).toEqual(
      [],
    );
  });

  it('is the change by an ablation if there is one, worse and better apart, with marks for large changes', () => {
    const clean = fakeResult(positions, null);
    const result = fakeResult(positions, null);
    const loss = result.lossPerToken.data;
    // Token n's loss stands at n − 1: "␣big" by +2, "red" by −1.2, "␣dog" by +0.3.
    loss.set([loss[1]! + 2, loss[2]!, loss[3]! - 1.2], 1);
    loss[6]! += 0.3;
    const ablation = headIntervention('zero', [{ layer: 0, head: 0 }]);
    const comparison = compareLosses(clean, result);
    const ablated = fakeDocumentPass({
      ...options,
      ablated: { ablation, metric: { kind: 'loss' }, result, comparison },
    });
    const shown = overlayRanges(fakeEditor(ablated, [0, 0]), ablated, plain);
    expect(shown.loss!.map(ranges => offsets(ablated, ranges))).toEqual([[], [[1, 5]], [], [], [], [], [], []]);
    expect(shown.gain!.map(ranges => offsets(ablated, ranges))).toEqual([[[6, 9]], [], [], [], [], [], [], []]);
    expect(offsets(ablated, shown.lossMarks)).toEqual([[1, 5]]);
    expect(offsets(ablated, shown.gainMarks)).toEqual([[6, 9]]);
    expect(shown.attention).toBeUndefined();
  });
});
