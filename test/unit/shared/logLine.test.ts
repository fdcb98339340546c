import { expect, it } from 'vitest';
import { readLogLine } from '../../../src/shared/logLine';

const line = {
  ...{ step: 25, tokens: 51_200, loss: 3.9, learningRate: 1e-3, weightDecay: 0.01 },
  ...{ tokensPerSecond: 60_000, prefixMatching: 0.03 },
};

it('readLogLine reads what training writes', () => {
  expect(readLogLine(JSON.stringify(line))).toEqual(line);
  expect(readLogLine(JSON.stringify({ ...line, tokensPerSecond: null, prefixMatching: null }))).toEqual({
    ...line,
    tokensPerSecond: null,
    prefixMatching: null,
  });
});

it.each([
  ['cut off', '{"step":25,"tok'],
  ['empty', ''],
  ['no object', '[25]'],
  ['without a loss', JSON.stringify({ ...line, loss: undefined })],
  ['with an infinite loss', JSON.stringify(line).replace('3.9', '1e999')],
  ['with a score that is text', JSON.stringify({ ...line, prefixMatching: '0.03' })],
])('readLogLine leaves out a line that is %s', (_what, text) => {
  expect(readLogLine(text)).toBeNull();
});
