import { Worker } from 'node:worker_threads';
import { tokenizerLimits } from '../shared/tokenizerLimits';

/** Limits the processor time of a piece of work. */
export type Limited = <Result>(milliseconds: number, work: () => Promise<Result>) => Promise<Result>;

/**
 * Ends this process when a piece of work uses more processor time than it may, or when the process uses too much memory. It
 * is a thread of its own, because the library cannot be interrupted and may hold the main thread. The parent learns the
 * reason from stderr. Node's limits on memory do not count what a native library takes.
 */
export function startWatchdog(): Limited {
  const deadline = new Float64Array(new SharedArrayBuffer(8));
  const worker = new Worker(watch, {
    eval: true,
    workerData: { deadline, every: 20, maxBytes: tokenizerLimits.memoryBytes },
  });
  worker.unref();
  return async (milliseconds, work) => {
    const { user, system } = process.cpuUsage();
    deadline[0] = (user + system) / 1000 + milliseconds;
    try {
      return await work();
    } finally {
      deadline[0] = 0;
    }
  };
}

/** JavaScript, because a bundle has no second file that a thread could start from. */
const watch = `
const { workerData: { deadline, every, maxBytes } } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const end = reason => {
  writeSync(2, reason + '\\n');
  process.kill(process.pid, 'SIGKILL');
};
setInterval(() => {
  const { user, system } = process.cpuUsage();
  if (deadline[0] > 0 && (user + system) / 1000 > deadline[0]) end('${tokenizerLimits.timeWord}');
  if (process.memoryUsage.rss() > maxBytes) end('${tokenizerLimits.memoryWord}');
}, every);
`;
