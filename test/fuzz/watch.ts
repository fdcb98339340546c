import { fork } from 'node:child_process';
import type { FuzzOrder, FuzzReport } from './worker';

/** A reader that takes longer with one small file hangs. */
const timeLimit = 2000;
/** Beyond what the process has when it begins. */
const memoryLimit = 500 * 2 ** 20;

export interface FuzzFault {
  readonly target: string;
  readonly seed: number;
  readonly fault: string;
}

export interface FuzzResult {
  readonly faults: readonly FuzzFault[];
  /** How many inputs were refused. */
  readonly refused: number;
}

/**
 * Gives a reader the inputs of these seeds, in a process of its own. Reported are inputs on which the process hangs, dies
 * or takes too much memory, and errors that are not the user's; the process is started again after each of the first three.
 */
export async function fuzz(workerFile: string, order: FuzzOrder): Promise<FuzzResult> {
  const faults: FuzzFault[] = [];
  let refused = 0;
  let next = order.firstSeed;
  const end = order.firstSeed + order.count;
  while (next < end) {
    const part = await runUntilFault(workerFile, { ...order, firstSeed: next, count: end - next }, faults);
    refused += part.refused;
    next = part.next;
  }
  return { faults, refused };
}

interface Part {
  readonly refused: number;
  /** The seed with which to go on. */
  readonly next: number;
}

function runUntilFault(workerFile: string, order: FuzzOrder, faults: FuzzFault[]): Promise<Part> {
  const { target } = order;
  const child = fork(workerFile, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: ['--max-old-space-size=1500'],
  });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-2000)));
  return new Promise(resolve => {
    let seed = order.firstSeed;
    let refused = 0;
    let atStart: number | null = null;
    let timer: NodeJS.Timeout | null = null;
    let isOver = false;
    const stop = (next: number, fault: string | null): void => {
      if (isOver) return;
      isOver = true;
      if (timer) clearTimeout(timer);
      if (fault !== null) faults.push({ target, seed, fault });
      child.kill('SIGKILL');
      resolve({ refused, next });
    };
    child.on('exit', (code, signal) => stop(seed + 1, `the process died (${signal ?? code}): ${stderr.trim()}`));
    child.on('message', (report: FuzzReport) => {
      if (report.kind === 'fault') {
        faults.push({ target, seed: report.seed, fault: report.fault });
        return;
      }
      if (timer) clearTimeout(timer);
      refused = report.refused;
      atStart ??= report.memory;
      const taken = report.memory - atStart;
      const nextSeed = report.kind === 'begin' ? report.seed : order.firstSeed + order.count;
      if (taken > memoryLimit) {
        stop(nextSeed, `took ${Math.round(taken / 2 ** 20)} MB`);
      } else if (report.kind === 'end') {
        stop(nextSeed, null);
      } else {
        seed = report.seed;
        timer = setTimeout(() => stop(seed + 1, `took more than ${timeLimit} ms`), timeLimit);
      }
    });
    child.send(order);
  });
}
