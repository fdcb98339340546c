import { expect, it } from 'vitest';
import { ComputeQueue } from '../../../src/service/computeQueue';

/** Work that ends when the test says so. */
function openWork(): { readonly work: () => Promise<string>; readonly end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<string>(resolve => (end = () => resolve('done')));
  return { work: () => ended, end: () => end() };
}

const { signal } = new AbortController();

it('does one after the other', async () => {
  const queue = new ComputeQueue();
  const first = openWork();
  const order: string[] = [];
  const a = queue.run(signal, async () => {
    await first.work();
    order.push('a ends');
  });
  const b = queue.run(signal, () => Promise.resolve(order.push('b begins')));
  await new Promise(resolve => setTimeout(resolve));
  expect(order).toEqual([]);
  first.end();
  await Promise.all([a, b]);
  expect(order).toEqual(['a ends', 'b begins']);
});

it('lets go at once of work that is cancelled while it waits, and goes on with the rest', async () => {
  const queue = new ComputeQueue();
  const first = openWork();
  const running = queue.run(signal, first.work);
  const abort = new AbortController();
  let hasRun = false;
  const waiting = queue.run(abort.signal, () => Promise.resolve((hasRun = true)));
  const last = queue.run(signal, () => Promise.resolve('last'));
  abort.abort();
  // The first still runs.
  await expect(waiting).rejects.toMatchObject({ reason: 'cancelled' });
  first.end();
  expect(await running).toBe('done');
  expect(await last).toBe('last');
  expect(hasRun).toBe(false);
});

it('waits for work that is cancelled while it runs to wind down', async () => {
  const queue = new ComputeQueue();
  const abort = new AbortController();
  const work = openWork();
  const running = queue.run(abort.signal, work.work);
  await new Promise(resolve => setTimeout(resolve));
  abort.abort();
  work.end();
  expect(await running).toBe('done');
});

it('goes on after a failure, which is its caller’s alone', async () => {
  const queue = new ComputeQueue();
  await expect(queue.run(signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await queue.run(signal, () => Promise.resolve('yes'))).toBe('yes');
});
