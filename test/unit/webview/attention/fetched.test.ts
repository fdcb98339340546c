import { expect, it } from 'vitest';
import { AppError } from '../../../../src/shared/errors';
import { Fetched, type Question } from '../../../../webview/attention/fetched';

/** Questions that stay open until the test answers them. */
function bench(kept = 8) {
  const asked: string[] = [];
  const open = new Map<string, { answer: (value: string) => Promise<void>; fail: () => Promise<void> }>();
  let arrivals = 0;
  const fetched = new Fetched<string>(kept, () => arrivals++);
  const question = (key: string): Question<string> => ({
    key,
    ask: signal =>
      new Promise((resolve, reject) => {
        asked.push(key);
        signal.addEventListener('abort', () => asked.push(`${key} aborted`));
        const settle = (act: () => void) => async (): Promise<void> => {
          act();
          await new Promise(done => setTimeout(done));
        };
        open.set(key, {
          answer: value => settle(() => resolve(value))(),
          fail: settle(() => reject(new AppError('internal', `no ${key}`))),
        });
      }),
  });
  return {
    fetched,
    asked,
    question,
    get: (key: string) => fetched.get(question(key)),
    answer: (key: string) => open.get(key)!.answer(`${key}!`),
    fail: (key: string) => open.get(key)!.fail(),
    arrivals: () => arrivals,
  };
}

it('Fetched asks once, and reports when the answer is there', async () => {
  const { get, asked, answer, arrivals } = bench();
  expect(get('a')).toBeNull();
  expect(get('a')).toBeNull();
  expect(asked).toEqual(['a']);
  await answer('a');
  expect(arrivals()).toBe(1);
  expect(get('a')).toBe('a!');
});

it('Fetched drops a question that is no longer wanted', async () => {
  const { get, asked, answer, arrivals } = bench();
  get('a');
  get('b');
  expect(asked).toEqual(['a', 'a aborted', 'b']);
  await answer('b');
  expect(arrivals()).toBe(1);
});

it('Fetched does not ask a failed question again, and holds the reason', async () => {
  const { get, asked, fail, fetched, arrivals } = bench();
  get('a');
  await fail('a');
  expect(arrivals()).toBe(1);
  expect(get('a')).toBeNull();
  expect(asked).toEqual(['a']);
  expect(fetched.problem('a')).toBe('no a');
});

it('Fetched prepares one answer after another while no question waits, without a report', async () => {
  const { fetched, get, question, asked, answer, arrivals } = bench();
  get('a');
  fetched.prepare(['a', 'b', 'c'].map(question));
  expect(asked).toEqual(['a']);
  await answer('a');
  expect(asked).toEqual(['a', 'b']);
  await answer('b');
  expect(asked).toEqual(['a', 'b', 'c']);
  await answer('c');
  expect(arrivals()).toBe(1);
  expect([get('b'), get('c')]).toEqual(['b!', 'c!']);
  expect(asked).toHaveLength(3);
});

it('Fetched reports a prepared answer that became wanted, without a second question', async () => {
  const { fetched, get, question, asked, answer, arrivals } = bench();
  fetched.prepare([question('b')]);
  expect(get('b')).toBeNull();
  await answer('b');
  expect(asked).toEqual(['b']);
  expect(arrivals()).toBe(1);
});

it('Fetched asks wanted questions before prepared ones', async () => {
  const { fetched, get, question, asked, answer } = bench();
  fetched.prepare([question('b')]);
  get('a');
  expect(asked).toEqual(['b', 'b aborted', 'a']);
  await answer('a');
  expect(asked.at(-1)).toBe('b');
});

it('Fetched keeps the answers that were used last', async () => {
  const { get, asked, answer } = bench(2);
  for (const key of ['a', 'b']) {
    get(key);
    await answer(key);
  }
  get('a');
  get('c');
  await answer('c');
  expect(get('a')).toBe('a!');
  expect(get('b')).toBeNull();
  expect(asked).toEqual(['a', 'b', 'c', 'b']);
});

it('Fetched asks nothing after it is disposed', async () => {
  const { fetched, get, question, asked, answer, arrivals } = bench();
  get('a');
  fetched.prepare([question('b')]);
  fetched.dispose();
  await answer('a');
  expect(asked).toEqual(['a', 'a aborted']);
  expect(arrivals()).toBe(0);
});
