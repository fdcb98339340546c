import { expect } from 'vitest';
import { AppError, type ErrorReason } from '../../src/shared/errors';

/** The AppError that a promise rejects with. Fails the test for any other outcome. */
export async function rejection(promise: Promise<unknown>): Promise<AppError> {
  const outcome: unknown = await promise.then(
    value => ({ resolved: value }),
    (thrown: unknown) => thrown,
  );
  if (!(outcome instanceof AppError)) expect.fail(`expected an AppError, got ${describeOutcome(outcome)}`);
  return outcome;
}

/** The reason of that error. */
export async function reasonOf(promise: Promise<unknown>): Promise<ErrorReason> {
  return (await rejection(promise)).reason;
}

function describeOutcome(outcome: unknown): string {
  return outcome instanceof Error ? `${outcome.name}: ${outcome.stack}` : JSON.stringify(outcome);
}
