import { describe, expect, it } from 'vitest';
import { AppError, asAppError, isInputFault, throwIfCancelled, type ErrorReason } from '../../../src/shared/errors';
import { thrownReasons, thrownValue } from '../../support/rpcContract';

describe('asAppError', () => {
  it.each(thrownReasons)('gives %s the reason %s and a message', (what, reason) => {
    const error = asAppError(thrownValue(what));
    expect(error.reason).toBe(reason);
    expect(error.message).not.toBe('');
  });

  it('returns an AppError as it is, and keeps any other error as the cause', () => {
    const error = new AppError('unsupported', 'x');
    expect(asAppError(error)).toBe(error);
    const cause = new TypeError('y');
    expect(asAppError(cause)).toMatchObject({ message: 'y', cause });
  });
});

describe('isInputFault', () => {
  const input: ErrorReason[] = ['bad-checkpoint', 'unsupported', 'bad-input', 'checkpoint-changed', 'out-of-memory'];
  const ours: ErrorReason[] = ['cancelled', 'backend-unavailable', 'engine-crashed', 'closed', 'internal'];

  it('separates faults of the input from faults of the extension', () => {
    expect(input.filter(isInputFault)).toEqual(input);
    expect(ours.filter(isInputFault)).toEqual([]);
  });
});

describe('throwIfCancelled', () => {
  it('throws for an aborted signal and for no other', () => {
    expect(() => throwIfCancelled(new AbortController().signal)).not.toThrow();
    expect(() => throwIfCancelled(AbortSignal.abort())).toThrow(expect.objectContaining({ reason: 'cancelled' }));
  });
});
