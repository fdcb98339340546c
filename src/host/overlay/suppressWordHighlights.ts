import { languages, type Disposable } from 'vscode';
import type { DocumentPasses } from '../documents/documentPasses';

/**
 * Keeps VS Code from marking the other occurrences of the word at the cursor in analysed text: its grey boxes would
 * cover the overlay, and its marks in the overview ruler are easily taken for ours.
 */
export function suppressWordHighlights(documentPasses: DocumentPasses): Disposable {
  return languages.registerDocumentHighlightProvider(
    { pattern: '**' },
    { provideDocumentHighlights: document => (documentPasses.get(document) ? [] : undefined) },
  );
}
