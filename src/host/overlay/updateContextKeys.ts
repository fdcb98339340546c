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
  const tellAblation = (): void => void setContextKey('hasAblation', view.values.ablation !== null);
  const tell = (): void => {
    const { document } = inFocus;
    const documentPass = document && documentPasses.get(document);
    void setContextKey('hasOverlay', documentPass !== null);
    void setContextKey('hasPartialRange', documentPass !== null && !documentPass.window.isWhole);
  };
  return Disposable.from(documentPasses.onDidChange(tell), inFocus.onDidChange(tell), view.onDidChange(tellAblation));
}
