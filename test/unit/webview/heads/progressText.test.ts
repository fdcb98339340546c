import { expect, it } from 'vitest';
import { progressText } from '../../../../webview/heads/progressText';

it.each([
  [{ kind: 'loading', done: 0, total: null } as const, 'reading…', 'reading weights…'],
  [{ kind: 'loading', done: 41, total: 100 } as const, 'reading 41 %', 'reading weights 41 %'],
  [{ kind: 'scoring', done: 12, total: 30, secondsLeft: 39.2 } as const, '12/30 · 40 s', 'step 12 of 30 · 40 s left'],
  [{ kind: 'scoring', done: 0, total: 30, secondsLeft: null } as const, '0/30', 'step 0 of 30'],
  [{ kind: 'scoring', done: 1, total: 30, secondsLeft: 600 } as const, '1/30 · 10 min', 'step 1 of 30 · 10 min left'],
  [{ kind: 'done' } as const, '', ''],
])('progressText describes the phase %j', (phase, narrow, wide) => {
  expect(progressText(phase, false)).toBe(narrow);
  expect(progressText(phase, true)).toBe(wide);
});
