import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { throttled } from '../../../../src/host/ui/throttled';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('throttled runs at once, then at most once in a period, and always once after the last call', () => {
  const at: number[] = [];
  const work = throttled(() => at.push(Date.now()), 100);
  const start = Date.now();
  work.call();
  for (let i = 0; i < 25; i++) {
    vi.advanceTimersByTime(10);
    work.call();
  }
  vi.advanceTimersByTime(1000);
  expect(at.map(time => time - start)).toEqual([0, 100, 200, 300]);
  work.call();
  expect(at).toHaveLength(5);
});

it('throttled stops when its owner is disposed', () => {
  let count = 0;
  const work = throttled(() => count++, 100);
  work.call();
  work.call();
  work.dispose();
  vi.advanceTimersByTime(1000);
  expect(count).toBe(1);
});
