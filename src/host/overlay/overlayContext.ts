import { Disposable } from 'vscode';
import type { Analyses } from '../analysis/analyses';
import { setContextKey } from '../contextKeys';
import type { DocumentInFocus } from '../documentInFocus';

/** Tells menus and keybindings what is shown of the document in focus. */
export function tellOverlayContext(analyses: Analyses, inFocus: DocumentInFocus): Disposable {
  const tell = (): void => {
    const { document } = inFocus;
    const analysis = document && analyses.get(document);
    void setContextKey('hasOverlay', analysis !== null);
    void setContextKey('hasPartialRange', analysis !== null && !analysis.window.isWhole);
  };
  return Disposable.from(analyses.onDidChange(tell), inFocus.onDidChange(tell));
}
