import { expect, it } from 'vitest';
import { logFailedShow } from '../../../../src/host/ui/logFailedShow';
import { AppError } from '../../../../src/shared/errors';

/** The warnings that are logged for a call with this outcome. */
async function warnings(sent: Promise<unknown> | undefined): Promise<string[]> {
  const logged: string[] = [];
  logFailedShow(sent, { warn: message => void logged.push(message) });
  await Promise.allSettled([sent]);
  return logged;
}

it('logs why a page did not show its state', async () => {
  expect(await warnings(Promise.reject(new AppError('internal', 'no such field')))).toEqual([
    'A view could not show its state: no such field',
  ]);
});

it('logs nothing if the page was closed, has shown its state, or is not there', async () => {
  expect(await warnings(Promise.reject(new AppError('closed', 'The view was closed.')))).toEqual([]);
  expect(await warnings(Promise.resolve())).toEqual([]);
  expect(await warnings(undefined)).toEqual([]);
});
