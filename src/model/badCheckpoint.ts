import { AppError } from '../shared/errors';

/** The error for a checkpoint whose files are wrong. `where` is the file's name as the user knows it. */
export function badCheckpoint(where: string, problem: string, options?: ErrorOptions): AppError {
  return new AppError('bad-checkpoint', cut(`${where}: ${problem}`), options);
}

/** The error for a checkpoint that may be fine but that this program cannot compute correctly. */
export function unsupported(where: string, problem: string): AppError {
  return new AppError('unsupported', cut(`${where}: ${problem}`));
}

/** Names and values in files may be of any length. A notification shows some hundred characters. */
const maxMessageLength = 1000;

function cut(message: string): string {
  return message.length > maxMessageLength ? `${message.slice(0, maxMessageLength)}…` : message;
}
