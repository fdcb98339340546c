import { Disposable, window, workspace, type TextDocument, type TextEditor } from 'vscode';
import type { DocumentPasses } from '../documents/documentPasses';
import { setting, settingId } from '../ui/settings';
import type { ViewState } from '../documents/viewState';
import { Decorations } from './decorations';
import { overlayRanges } from './overlayRanges';

/** Time between two updates while the cursor moves fast, as with a held arrow key. */
const followMs = 30;

/** Draws the decorations of all visible editors from their documents' passes and their cursors. */
export class Overlay implements Disposable {
  readonly #decorations = new Decorations();
  readonly #decorated = new WeakSet<TextEditor>();
  readonly #pending = new Set<TextEditor>();
  readonly #subscriptions: Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly documentPasses: DocumentPasses,
    private readonly view: ViewState,
  ) {
    this.#subscriptions = Disposable.from(
      documentPasses.onDidChange(document => this.updateDocument(document)),
      view.onDidChange(() => this.updateAll()),
      window.onDidChangeVisibleTextEditors(() => this.updateAll()),
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.updateSoon(textEditor)),
      workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration(settingId('overlay.tokenBoundaries'))) this.updateAll();
      }),
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
    this.#decorations.dispose();
  }

  private updateAll(): void {
    for (const editor of window.visibleTextEditors) this.update(editor);
  }

  /** Updates all editors of a document: a diff shows one document in two editors. */
  private updateDocument(document: TextDocument): void {
    for (const editor of window.visibleTextEditors) if (editor.document === document) this.update(editor);
  }

  private updateSoon(editor: TextEditor): void {
    this.#pending.add(editor);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const waiting of this.#pending) this.update(waiting);
      this.#pending.clear();
    }, followMs);
  }

  private update(editor: TextEditor): void {
    const documentPass = this.documentPasses.get(editor.document);
    if (!documentPass) {
      if (this.#decorated.delete(editor)) this.#decorations.show(editor, {});
      return;
    }
    const { direction, hideStart } = this.view.values;
    const boundaries = setting('overlay.tokenBoundaries');
    this.#decorated.add(editor);
    this.#decorations.show(editor, overlayRanges(editor, documentPass, { direction, hideStart, boundaries }));
  }
}
