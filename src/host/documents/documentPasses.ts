import { Disposable, EventEmitter, Range, workspace, type TextDocument } from 'vscode';
import { hashOfText, type DocumentPass } from './documentPass';

/** The passes of open documents. Edits mark them as stale here; closing a document deletes its pass. */
export class DocumentPasses implements Disposable {
  readonly #byUri = new Map<string, DocumentPass>();
  readonly #changed = new EventEmitter<TextDocument>();
  /** A document's pass was set, deleted or made stale. */
  readonly onDidChange = this.#changed.event;
  readonly #edited = new EventEmitter<TextDocument>();
  /** The text of a document with a pass changed. */
  readonly onDidEdit = this.#edited.event;
  readonly #subscriptions = Disposable.from(
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const documentPass = this.get(document);
      // An event without changes means that the document was saved or became dirty.
      if (!documentPass || contentChanges.length === 0) return;
      for (const { rangeOffset, rangeLength, text } of contentChanges) {
        documentPass.edits.apply({ offset: rangeOffset, removed: rangeLength, inserted: text.length });
      }
      if (documentPass.edits.isStale && isAsRun(documentPass)) documentPass.edits.undone();
      this.#changed.fire(document);
      this.#edited.fire(document);
    }),
    workspace.onDidCloseTextDocument(document => this.delete(document)),
  );

  get(document: TextDocument): DocumentPass | null {
    return this.#byUri.get(document.uri.toString()) ?? null;
  }

  all(): DocumentPass[] {
    return [...this.#byUri.values()];
  }

  /** Does nothing if the document was closed meanwhile: opened again, it is another object, perhaps with another text. */
  set(documentPass: DocumentPass): void {
    if (documentPass.document.isClosed) return;
    this.#byUri.set(documentPass.document.uri.toString(), documentPass);
    this.#changed.fire(documentPass.document);
  }

  delete(document: TextDocument): void {
    if (this.#byUri.delete(document.uri.toString())) this.#changed.fire(document);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
    this.#edited.dispose();
  }
}

/** True if edits have been undone, so that the text is again the one that was run. */
function isAsRun({ document, edits, textHash, window }: DocumentPass): boolean {
  const { start, end } = edits.unedited;
  const text = document.getText(new Range(document.positionAt(start), document.positionAt(end)));
  if (text.length !== end - start || hashOfText(text) !== textHash) return false;
  return !window.isWhole || document.offsetAt(document.lineAt(document.lineCount - 1).range.end) === end;
}
