import { expect, it } from 'vitest';
import { ComputeQueue, type GiveWay } from '../../../src/service/computeQueue';

/** Work that ends when the test says so. */
function openWork(): { readonly work: () => Promise<string>; readonly end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<string>(resolve => (end = () => resolve('done')));
  return { work: () => ended, end: () => end() };
}

const { signal } = new AbortController();

it('ComputeQueue runs one piece of work after the other', async () => {
  const queue = new ComputeQueue();
  const first = openWork();
  const order: string[] = [];
  const a = queue.run('view', signal, async () => {
    await first.work();
    order.push('a ends');
  });
  const b = queue.run('view', signal, () => Promise.resolve(order.push('b begins')));
  await new Promise(resolve => setTimeout(resolve));
  expect(order).toEqual([]);
  first.end();
  await Promise.all([a, b]);
  expect(order).toEqual(['a ends', 'b begins']);
});

it('ComputeQueue rejects waiting work at once when it is cancelled, and goes on with the rest', async () => {
  const queue = new ComputeQueue();
  const first = openWork();
  const running = queue.run('view', signal, first.work);
  const abort = new AbortController();
  let hasRun = false;
  const waiting = queue.run('view', abort.signal, () => Promise.resolve((hasRun = true)));
  const last = queue.run('view', signal, () => Promise.resolve('last'));
  abort.abort();
  // The first job still runs.
  await expect(waiting).rejects.toMatchObject({ reason: 'cancelled' });
  first.end();
  expect(await running).toBe('done');
  expect(await last).toBe('last');
  expect(hasRun).toBe(false);
});

it('ComputeQueue waits for the end of running work that is cancelled', async () => {
  const queue = new ComputeQueue();
  const abort = new AbortController();
  const work = openWork();
  const running = queue.run('view', abort.signal, work.work);
  await new Promise(resolve => setTimeout(resolve));
  abort.abort();
  work.end();
  expect(await running).toBe('done');
});

it('ComputeQueue goes on after a failure, which rejects only its own call', async () => {
  const queue = new ComputeQueue();
  await expect(queue.run('view', signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await queue.run('view', signal, () => Promise.resolve('yes'))).toBe('yes');
});

/** Lets the event loop finish its pending work. */
const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve));

/** A sweep of pieces that end when the test says so. It notes each piece in `order`. */
function sweepOf(pieces: number, name: string, order: string[]) {
  const parts = Array.from({ length: pieces }, openWork);
  const work = async (giveWay: GiveWay): Promise<void> => {
    for (const [index, part] of parts.entries()) {
      await part.work();
      order.push(`${name}${index + 1}`);
      await giveWay();
    }
  };
  return { work, endPiece: (index: number) => parts[index]?.end() };
}

it('ComputeQueue runs a view after the running piece of a sweep, not after the sweep', async () => {
  const queue = new ComputeQueue();
  const order: string[] = [];
  const sweep = sweepOf(2, 'sweep ', order);
  const swept = queue.run('sweep', signal, sweep.work);
  const views = ['view 1', 'view 2'].map(name => queue.run('view', signal, () => Promise.resolve(order.push(name))));
  sweep.endPiece(0);
  await Promise.all(views);
  expect(order).toEqual(['sweep 1', 'view 1', 'view 2']);
  sweep.endPiece(1);
  await swept;
  expect(order).toEqual(['sweep 1', 'view 1', 'view 2', 'sweep 2']);
});

it('ComputeQueue runs a view that is asked for while a sweep waits for another view before the sweep', async () => {
  const queue = new ComputeQueue();
  const order: string[] = [];
  const sweep = sweepOf(2, 'sweep ', order);
  const first = openWork();
  const swept = queue.run('sweep', signal, sweep.work);
  const view = queue.run('view', signal, () => first.work());
  sweep.endPiece(0);
  sweep.endPiece(1);
  await settled();
  const later = queue.run('view', signal, () => Promise.resolve(order.push('later view')));
  first.end();
  await Promise.all([swept, view, later]);
  expect(order).toEqual(['sweep 1', 'later view', 'sweep 2']);
});

it('ComputeQueue finishes a sweep that gave way before it begins the next sweep', async () => {
  const queue = new ComputeQueue();
  const order: string[] = [];
  const [a, b] = [sweepOf(2, 'a', order), sweepOf(1, 'b', order)];
  const sweeps = [queue.run('sweep', signal, a.work), queue.run('sweep', signal, b.work)];
  const view = queue.run('view', signal, () => Promise.resolve(order.push('view')));
  for (const piece of [0, 1]) a.endPiece(piece);
  b.endPiece(0);
  await Promise.all([...sweeps, view]);
  expect(order).toEqual(['a1', 'view', 'a2', 'b1']);
});

it('ComputeQueue does not interrupt a sweep if no view waits', async () => {
  const queue = new ComputeQueue();
  const order: string[] = [];
  const sweep = sweepOf(2, 'a', order);
  const other = queue.run('sweep', signal, sweep.work);
  const next = queue.run('sweep', signal, () => Promise.resolve(order.push('b')));
  for (const piece of [0, 1]) sweep.endPiece(piece);
  await Promise.all([other, next]);
  expect(order).toEqual(['a1', 'a2', 'b']);
});

it('ComputeQueue rejects a sweep at once that is cancelled while a view runs, and keeps the order of the rest', async () => {
  const queue = new ComputeQueue();
  const order: string[] = [];
  const abort = new AbortController();
  const sweep = sweepOf(2, 'sweep ', order);
  const open = openWork();
  const swept = queue.run('sweep', abort.signal, sweep.work);
  const view = queue.run('view', signal, async () => {
    await open.work();
    order.push('view ends');
  });
  const last = queue.run('sweep', signal, () => Promise.resolve(order.push('next sweep')));
  sweep.endPiece(0);
  await settled();
  abort.abort();
  // The view still runs.
  await expect(swept).rejects.toMatchObject({ reason: 'cancelled' });
  await settled();
  expect(order).toEqual(['sweep 1']);
  open.end();
  await Promise.all([view, last]);
  expect(order).toEqual(['sweep 1', 'view ends', 'next sweep']);
});
