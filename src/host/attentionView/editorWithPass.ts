import type { TextEditor } from 'vscode';
import type { Analyses } from '../documents/documentPasses';
import type { Analysis } from '../documents/documentPass';
import type { Services } from '../commands/command';
import { textEditors } from '../ui/textEditors';

export interface AnalysedEditor {
  readonly editor: TextEditor;
  readonly analysis: Analysis;
}

/** The analysis that commands speak of: of the document in focus, else of a text editor that is visible. */
export function analysisInFocus({ analyses, inFocus }: Services): Analysis | null {
  const { document } = inFocus;
  return (document && analyses.get(document)) ?? analysedEditor(analyses)?.analysis ?? null;
}

/** The active text editor where its text has been analysed, else a visible one that has. */
export function analysedEditor(analyses: Analyses): AnalysedEditor | null {
  for (const editor of textEditors()) {
    const analysis = analyses.get(editor.document);
    if (analysis) return { editor, analysis };
  }
  return null;
}
