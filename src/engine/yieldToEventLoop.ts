/** A macrotask between two long computations, so that messages, timers and signals are served. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
