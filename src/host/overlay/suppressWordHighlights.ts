import { languages, type Disposable } from 'vscode';
import type { Analyses } from '../documents/documentPasses';

/**
 * Keeps VS Code from marking the other occurrences of the word at the cursor in analysed text: its grey boxes would
 * cover the overlay, and its marks in the overview ruler are easily taken for ours.
 */
export function quietHighlights(analyses: Analyses): Disposable {
  return languages.registerDocumentHighlightProvider(
    { pattern: '**' },
    { provideDocumentHighlights: document => (analyses.get(document) ? [] : undefined) },
  );
}
