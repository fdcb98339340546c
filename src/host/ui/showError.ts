import { l10n, window, type LogOutputChannel } from 'vscode';
import { AppError, asAppError, isInputFault } from '../../shared/errors';

/** An error that the user can mend with one button. */
export class MendableError extends AppError {
  constructor(
    error: AppError,
    readonly button: string,
    /** What the button does. */
    readonly mend: () => Promise<void>,
  ) {
    super(error.reason, error.message, { cause: error.cause });
  }
}

/** Shows the user what went wrong, unless they cancelled it. An error that is not about the input offers the log. */
export async function showError(thrown: unknown, log: LogOutputChannel): Promise<void> {
  const error = asAppError(thrown);
  if (error.reason === 'cancelled') return;
  log.error(`${error.reason}: ${error.message}`);
  if (error.cause instanceof Error) log.debug(error.cause.stack ?? error.cause.message);
  if (error instanceof MendableError) {
    if ((await window.showErrorMessage(error.message, error.button)) === error.button) await error.mend();
    return;
  }
  if (isInputFault(error.reason)) {
    await window.showErrorMessage(error.message);
    return;
  }
  const showLog = l10n.t('Show Log');
  if ((await window.showErrorMessage(error.message, showLog)) === showLog) log.show();
}
