/**
 * Why something failed, so that callers can decide without reading the message.
 *
 * `cancelled` is not an error and is never shown. After `checkpoint-changed` the caller has to load again.
 * `backend-unavailable`, `engine-crashed`, `closed` and `internal` are faults of this program, the others of its input.
 */
export type ErrorReason =
  | 'cancelled'
  | 'bad-checkpoint'
  | 'unsupported'
  | 'bad-input'
  | 'checkpoint-changed'
  | 'out-of-memory'
  | 'backend-unavailable'
  | 'engine-crashed'
  | 'closed'
  | 'internal';

/** An error with a message for the user: what is wrong, where, and what to do. */
export class AppError extends Error {
  constructor(
    readonly reason: ErrorReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'AppError';
  }
}

/** Whether the fault is in the input, and not in this program. False for `cancelled`. */
export function isInputFault(reason: ErrorReason): boolean {
  switch (reason) {
    case 'bad-checkpoint':
    case 'unsupported':
    case 'bad-input':
    case 'checkpoint-changed':
    case 'out-of-memory':
      return true;
    case 'cancelled':
    case 'backend-unavailable':
    case 'engine-crashed':
    case 'closed':
    case 'internal':
      return false;
  }
}

/** Any thrown value as an AppError: an AbortError becomes `cancelled`, everything else `internal`. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new AppError('cancelled', 'Cancelled.', { cause: thrown });
  }
  return new AppError('internal', messageOf(thrown), { cause: thrown });
}

/** The message of any thrown value, even of one that cannot be converted to text. */
function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } catch {
    return 'Something that has no message was thrown.';
  }
}

/** The code of an error that the file system threw, such as "ENOENT"; null for any other thrown value. */
export function systemErrorCode(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : null;
}

export function cancelled(): AppError {
  return new AppError('cancelled', 'Cancelled.');
}

/** Throws `cancelled` when the signal has been aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled();
}
