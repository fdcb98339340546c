import { Disposable, EventEmitter, window, type TextDocument, type TextEditor } from 'vscode';
import { activeTextEditor, textEditors } from '../ui/textEditors';
import type { AttentionViews } from './attentionViews';

/** The document that the person is at: of the attention view in front, else of the active text editor. */
export class DocumentInFocus implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: Disposable;

  constructor(private readonly attentionViews: Pick<AttentionViews, 'active' | 'onDidChangeActive'>) {
    const tell = (): void => this.#changed.fire();
    this.#subscriptions = Disposable.from(
      attentionViews.onDidChangeActive(tell),
      window.onDidChangeActiveTextEditor(tell),
    );
  }

  get document(): TextDocument | null {
    return this.attentionViews.active?.document ?? activeTextEditor()?.document ?? null;
  }

  /** Where its cursors are; null where no text editor shows it. */
  get editor(): TextEditor | null {
    const { document } = this;
    return textEditors().find(editor => editor.document === document) ?? null;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}
