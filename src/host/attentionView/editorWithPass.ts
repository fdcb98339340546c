import type { TextEditor } from 'vscode';
import type { DocumentPasses } from '../documents/documentPasses';
import type { DocumentPass } from '../documents/documentPass';
import type { DocumentInFocus } from './documentInFocus';
import { textEditors } from '../ui/textEditors';

export interface EditorWithPass {
  readonly editor: TextEditor;
  readonly documentPass: DocumentPass;
}

export interface PassSources {
  readonly documentPasses: Pick<DocumentPasses, 'get'>;
  readonly inFocus: Pick<DocumentInFocus, 'document'>;
}

/** The pass that commands speak of: that of the document in focus, else that of a visible text editor. */
export function passInFocus({ documentPasses, inFocus }: PassSources): DocumentPass | null {
  const { document } = inFocus;
  return (document && documentPasses.get(document)) ?? editorWithPass(documentPasses)?.documentPass ?? null;
}

/** The active text editor if a model ran on its text, else a visible one with such a text. */
export function editorWithPass(documentPasses: Pick<DocumentPasses, 'get'>): EditorWithPass | null {
  for (const editor of textEditors()) {
    const documentPass = documentPasses.get(editor.document);
    if (documentPass) return { editor, documentPass };
  }
  return null;
}
