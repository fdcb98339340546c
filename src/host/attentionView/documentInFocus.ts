import { Disposable, EventEmitter, window, type TextDocument, type TextEditor } from 'vscode';
import { activeTextEditor, textEditors } from '../ui/textEditors';
import type { AttentionViews } from './attentionViews';

/** The document of the attention view that has the focus, else that of the active text editor. */
export class DocumentInFocus implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: Disposable;

  constructor(private readonly attentionViews: Pick<AttentionViews, 'active' | 'onDidChangeActive'>) {
    const fire = (): void => this.#changed.fire();
    this.#subscriptions = Disposable.from(
      attentionViews.onDidChangeActive(fire),
      window.onDidChangeActiveTextEditor(fire),
    );
  }

  get document(): TextDocument | null {
    return this.attentionViews.active?.document ?? activeTextEditor()?.document ?? null;
  }

  /** The text editor with the document's cursors; null if none shows it. */
  get editor(): TextEditor | null {
    const { document } = this;
    return textEditors().find(editor => editor.document === document) ?? null;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}
