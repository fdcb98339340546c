import { Disposable } from 'vscode';
import type { Analyses } from '../documents/documentPasses';
import { setContextKey } from '../ui/contextKeys';
import type { DocumentInFocus } from '../attentionView/documentInFocus';
import type { ViewState } from '../documents/viewState';

/** Tells menus and keybindings what is shown of the document in focus. */
export function tellOverlayContext(analyses: Analyses, inFocus: DocumentInFocus, view: ViewState): Disposable {
  const tellAblation = (): void => void setContextKey('hasAblation', view.values.ablation !== null);
  const tell = (): void => {
    const { document } = inFocus;
    const analysis = document && analyses.get(document);
    void setContextKey('hasOverlay', analysis !== null);
    void setContextKey('hasPartialRange', analysis !== null && !analysis.window.isWhole);
  };
  return Disposable.from(analyses.onDidChange(tell), inFocus.onDidChange(tell), view.onDidChange(tellAblation));
}
