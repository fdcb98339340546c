import { expect, it } from 'vitest';
import { importedPass, importedText } from '../../../../src/host/attentionView/importedAttentionState';

const attention = {
  ...{ nLayers: 1, nHeads: 2, hasTexts: true, hash: 'abc' },
  texts: ['Once', ' upon', '\n'],
  labels: ['Once', '␣upon', '⏎'],
};

it('importedText puts the tokens one after the other', () => {
  const { text, starts, ends, staleToken } = importedText(attention);
  expect(text).toBe('Once upon\n');
  expect([...starts]).toEqual([0, 4, 9]);
  expect([...ends]).toEqual([4, 9, 10]);
  expect(staleToken).toBe(3);
});

it('importedText separates ids, which have no spaces of their own', () => {
  const { text, starts, ends } = importedText({ ...attention, hasTexts: false, texts: ['5', '17'] });
  expect(text).toBe('5 17');
  expect([[...starts], [...ends]]).toEqual([
    [0, 2],
    [1, 4],
  ]);
});

it('importedPass has no losses and no predictions', () => {
  const pass = importedPass('a.npz', attention, 1);
  expect(pass).toMatchObject({ isImported: true, checkpoint: 'a.npz', nHeads: 2, textHash: 'abc' });
  expect([...pass.loss]).toEqual([NaN, NaN, NaN]);
  expect(pass.predictions.kept).toBe(0);
});
