import { expect, it } from 'vitest';
import { readViewChanges } from '../../../../src/host/attentionView/readViewChanges';

it('readViewChanges keeps the changes that a page sends, and no others', () => {
  const changes = { heads: [{ layer: 0, head: 3 }], reduce: 'mean', direction: 'to', hideStart: true };
  expect(readViewChanges(changes)).toEqual(changes);
  expect(readViewChanges({ heads: null })).toEqual({ heads: null });
  expect(readViewChanges({})).toEqual({});
});

it('readViewChanges drops a change that the page may not make', () => {
  expect(readViewChanges({ direction: 'from', ablation: { kind: 'zero' }, metric: null })).toEqual({
    direction: 'from',
  });
});

it.each([
  null,
  'max',
  { heads: 'L0H1' },
  { heads: [{ layer: 0 }] },
  { heads: [{ layer: -1, head: 0 }] },
  { heads: [{ layer: 0.5, head: 0 }] },
  { reduce: 'median' },
  { direction: null },
  { hideStart: 1 },
])('readViewChanges throws bad-input for %j', sent => {
  expect(() => readViewChanges(sent)).toThrow(expect.objectContaining({ reason: 'bad-input' }));
});
