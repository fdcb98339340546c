import { Disposable } from 'vscode';
import type { DocumentPasses } from '../documents/documentPasses';
import { setContextKey } from '../ui/contextKeys';
import type { DocumentInFocus } from '../attentionView/documentInFocus';
import type { ViewState } from '../documents/viewState';

/** Keeps the context keys of the document in focus up to date, for menus and key bindings. */
export function updateContextKeys(
  documentPasses: DocumentPasses,
  inFocus: DocumentInFocus,
  view: ViewState,
): Disposable {
  const setAblationKey = (): void => void setContextKey('hasAblation', view.values.ablation !== null);
  const setPassKeys = (): void => {
    const { document } = inFocus;
    const documentPass = document && documentPasses.get(document);
    void setContextKey('hasOverlay', documentPass !== null);
    void setContextKey('hasPartialRange', documentPass !== null && !documentPass.window.isWhole);
  };
  return Disposable.from(
    documentPasses.onDidChange(setPassKeys),
    inFocus.onDidChange(setPassKeys),
    view.onDidChange(setAblationKey),
  );
}
