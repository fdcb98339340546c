import { AppError } from '../shared/errors';

/** A file of a checkpoint is not what it should be. `where` is the file's name as the person knows it. */
export function badCheckpoint(where: string, problem: string, options?: ErrorOptions): AppError {
  return new AppError('bad-checkpoint', `${where}: ${problem}`, options);
}

/** The checkpoint may be fine, but this program cannot compute it right, so it refuses. */
export function unsupported(where: string, problem: string): AppError {
  return new AppError('unsupported', `${where}: ${problem}`);
}
