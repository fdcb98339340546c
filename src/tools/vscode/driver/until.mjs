// @ts-check
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer. Throws an Error that names `what` if there is none in time.
 * @template T
 * @param {string} what
 * @param {() => Promise<T | null | undefined | false>} ask
 * @param {number} [timeoutMs]
 * @returns {Promise<T>}
 */
export async function until(what, ask, timeoutMs = 20_000) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: not seen within ${timeoutMs / 1000} s`);
    await delay(100);
  }
}
