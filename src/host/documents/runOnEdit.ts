import { Disposable, window, type TextDocument } from 'vscode';
import { setting } from '../ui/settings';
import type { DocumentPasses } from './documentPasses';
import type { DocumentRunner } from './documentRunner';

/** Runs an edited document again after `run.onEditDelay` without a keystroke, if the setting `run.onEdit` is on. */
export function runOnEdit(documentPasses: DocumentPasses, documentRunner: DocumentRunner): Disposable {
  const timers = new Map<TextDocument, NodeJS.Timeout>();
  const subscription = documentPasses.onDidEdit(document => {
    clearTimeout(timers.get(document));
    timers.delete(document);
    if (!setting('run.onEdit', document)) return;
    const run = (): void => {
      timers.delete(document);
      const documentPass = documentPasses.get(document);
      if (!documentPass?.edits.isStale) return;
      const editor = window.visibleTextEditors.find(one => one.document === document);
      const anchor = editor ? document.offsetAt(editor.selection.active) : documentPass.anchor;
      void documentRunner.run(document, anchor);
    };
    timers.set(document, setTimeout(run, setting('run.onEditDelay', document)));
  });
  return Disposable.from(subscription, { dispose: () => timers.forEach(timer => clearTimeout(timer)) });
}
