import { l10n, ProgressLocation, window } from 'vscode';
import type { Progress, ReportProgress } from '../../shared/progress';

/** Shorter work shows no notification: it would only flash. */
const quietMs = 500;

/**
 * Runs work under a progress notification with a Cancel button, which appears after `quietMs`. Cancel aborts `abort`; the
 * caller may abort it too.
 */
export async function withProgress<Result>(
  title: string,
  abort: AbortController,
  work: (report: ReportProgress) => Promise<Result>,
): Promise<Result> {
  let show: ReportProgress = () => undefined;
  let latest: Progress | null = null;
  const started = Date.now();
  const running = work(progress => {
    latest = progress;
    show(progress);
  });
  const settled = running.then(
    () => true,
    () => true,
  );
  if (await Promise.race([settled, new Promise<false>(resolve => setTimeout(() => resolve(false), quietMs))])) {
    return running;
  }
  await window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (bar, token) => {
    token.onCancellationRequested(() => abort.abort());
    let shown = 0;
    show = progress => {
      const percent = progress.total === null ? 0 : (100 * progress.done) / progress.total;
      // VS Code adds the increments up, so that it cannot show a second stretch of work that starts again from 0.
      bar.report({ message: progressText(progress, started), increment: Math.max(0, percent - shown) });
      shown = Math.max(shown, percent);
    };
    if (latest) show(latest);
    return settled;
  });
  return running;
}

function progressText({ done, total, label }: Progress, started: number): string {
  if (total === null) return l10n.t('{0} {1}', done, label);
  const counted = l10n.t('{0} of {1} {2}', done, total, label);
  const elapsed = (Date.now() - started) / 1000;
  const left = done > 0 ? (elapsed / done) * (total - done) : null;
  return left !== null && left >= 2 ? l10n.t('{0}, about {1} s left', counted, Math.round(left)) : counted;
}
