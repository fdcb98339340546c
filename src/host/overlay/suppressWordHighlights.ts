import { languages, type Disposable } from 'vscode';
import type { DocumentPasses } from '../documents/documentPasses';

/**
 * In text that was run, keeps VS Code from marking the other occurrences of the word at the cursor: its grey boxes would
 * cover the overlay, and its marks in the overview ruler look like ours.
 */
export function suppressWordHighlights(documentPasses: DocumentPasses): Disposable {
  return languages.registerDocumentHighlightProvider(
    { pattern: '**' },
    { provideDocumentHighlights: document => (documentPasses.get(document) ? [] : undefined) },
  );
}
