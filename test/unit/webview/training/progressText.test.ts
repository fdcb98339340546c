import { expect, it } from 'vitest';
import { durationText, speedText } from '../../../../webview/training/progressText';

it('speedText writes a speed with three digits', () => {
  expect([41_236, 987.6, null].map(speedText)).toEqual(['41,200 tokens/s', '988 tokens/s', '– tokens/s']);
});

it('durationText writes a duration in seconds, minutes or hours', () => {
  expect([0.2, 89.5, 91, 3600, 5400, 9000].map(durationText)).toEqual([
    '1 s',
    '90 s',
    '2 min',
    '60 min',
    '1 h 30 min',
    '2 h 30 min',
  ]);
});
