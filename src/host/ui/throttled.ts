export interface Throttled {
  readonly call: () => void;
  readonly dispose: () => void;
}

/** Runs `work` at once, then at most once in `intervalMs`; never without a last time. */
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
