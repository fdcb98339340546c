import type { LogOutputChannel } from 'vscode';
import { asAppError } from '../../shared/errors';

/** Logs why a page did not show what was sent to it. It is no failure if the page was closed meanwhile. */
export function logFailedShow(sent: Promise<unknown> | undefined, log: Pick<LogOutputChannel, 'warn'>): void {
  sent?.catch((thrown: unknown) => {
    const { reason, message } = asAppError(thrown);
    if (reason !== 'closed') log.warn(`A view could not show its state: ${message}`);
  });
}
