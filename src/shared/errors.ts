/**
 * Why something failed, so that callers can decide without reading the message.
 *
 * `cancelled` is not an error and is never shown. `checkpoint-changed` asks the caller to load again.
 * `backend-unavailable`, `engine-crashed`, `closed` and `internal` are our side's fault, the rest the input's.
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

/** An error with a message written for the person: what, where, what to do. */
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

/** True when the message says what is wrong with what was given, rather than with us. */
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

/** Any thrown value as an AppError: aborts become `cancelled`, everything unknown becomes `internal`. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new AppError('cancelled', 'Cancelled.', { cause: thrown });
  }
  return new AppError('internal', messageOf(thrown), { cause: thrown });
}

/** Anything can be thrown, even what cannot be turned into text. */
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
