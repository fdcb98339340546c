import { l10n, window, type LogOutputChannel } from 'vscode';
import { asAppError, isInputFault } from '../../shared/errors';

/** Shows the user what went wrong, unless they cancelled it. An error that is not about the input offers the log. */
export async function showError(thrown: unknown, log: LogOutputChannel): Promise<void> {
  const error = asAppError(thrown);
  if (error.reason === 'cancelled') return;
  log.error(`${error.reason}: ${error.message}`);
  if (error.cause instanceof Error) log.debug(error.cause.stack ?? error.cause.message);
  if (isInputFault(error.reason)) {
    await window.showErrorMessage(error.message);
    return;
  }
  const showLog = l10n.t('Show Log');
  if ((await window.showErrorMessage(error.message, showLog)) === showLog) log.show();
}
