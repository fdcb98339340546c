export interface Throttled {
  readonly call: () => void;
  readonly dispose: () => void;
}

/** Runs `work` at the first call, then at most once every `intervalMs`. The last call is always followed by a run. */
export function throttled(work: () => void, intervalMs: number): Throttled {
  let timer: NodeJS.Timeout | undefined;
  let isWaiting = false;
  const run = (): void => {
    isWaiting = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (isWaiting) run();
    }, intervalMs);
    work();
  };
  return {
    call() {
      if (timer === undefined) run();
      else isWaiting = true;
    },
    dispose: () => clearTimeout(timer),
  };
}
