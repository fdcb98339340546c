import { describe, expect, it } from 'vitest';
import { AppError, asAppError, isInputFault, throwIfCancelled, type ErrorReason } from '../../../src/shared/errors';
import { sizeOfShape, tensorView } from '../../../src/shared/tensorView';
import { thrownReasons, thrownValue } from '../../support/rpcContract';

describe('numbers with a shape', () => {
  it('fill their shape', () => {
    expect(tensorView([2, 3], new Float32Array(6)).shape).toEqual([2, 3]);
    expect(() => tensorView([2, 3], new Float32Array(5))).toThrow('5 numbers do not fill the shape [2, 3]');
    expect(() => tensorView([1, 0], new Int32Array(1))).toThrow(RangeError);
  });

  it('are one in a shape without axes, and none where an axis is empty', () => {
    expect(sizeOfShape([])).toBe(1);
    expect(sizeOfShape([4, 0, 7])).toBe(0);
    expect(sizeOfShape([2, 3, 4])).toBe(24);
  });
});

describe('anything thrown, as an AppError', () => {
  it.each(thrownReasons)('%s has the reason %s and a message', (what, reason) => {
    const error = asAppError(thrownValue(what));
    expect(error.reason).toBe(reason);
    expect(error.message).not.toBe('');
  });

  it('is itself when it is one, and keeps the cause when it is not', () => {
    const error = new AppError('unsupported', 'x');
    expect(asAppError(error)).toBe(error);
    const cause = new TypeError('y');
    expect(asAppError(cause)).toMatchObject({ message: 'y', cause });
  });
});

describe('whose fault an error is', () => {
  const input: ErrorReason[] = ['bad-checkpoint', 'unsupported', 'bad-input', 'checkpoint-changed', 'out-of-memory'];
  const ours: ErrorReason[] = ['cancelled', 'backend-unavailable', 'engine-crashed', 'closed', 'internal'];

  it('is the input’s or ours', () => {
    expect(input.filter(isInputFault)).toEqual(input);
    expect(ours.filter(isInputFault)).toEqual([]);
  });

  it('is nobody’s when it was cancelled: that is thrown by an aborted signal, and by no other', () => {
    expect(() => throwIfCancelled(new AbortController().signal)).not.toThrow();
    expect(() => throwIfCancelled(AbortSignal.abort())).toThrow(expect.objectContaining({ reason: 'cancelled' }));
  });
});
