import { Disposable, window, type TextDocument } from 'vscode';
import { setting } from '../ui/settings';
import type { Analyses } from './documentPasses';
import type { Analyst } from './documentRunner';

/** Runs an edited document again when nobody has typed for a moment, where the setting asks for it. */
export function runOnEdit(analyses: Analyses, analyst: Analyst): Disposable {
  const timers = new Map<TextDocument, NodeJS.Timeout>();
  const subscription = analyses.onDidEdit(document => {
    clearTimeout(timers.get(document));
    timers.delete(document);
    if (!setting('run.onEdit', document)) return;
    const run = (): void => {
      timers.delete(document);
      const analysis = analyses.get(document);
      if (!analysis?.edits.isStale) return;
      const editor = window.visibleTextEditors.find(one => one.document === document);
      const anchor = editor ? document.offsetAt(editor.selection.active) : analysis.anchor;
      void analyst.run(document, anchor);
    };
    timers.set(document, setTimeout(run, setting('run.onEditDelay', document)));
  });
  return Disposable.from(subscription, { dispose: () => timers.forEach(timer => clearTimeout(timer)) });
}
