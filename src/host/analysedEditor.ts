import { window, type TextEditor } from 'vscode';
import type { Analyses } from './analysis/analyses';
import type { Analysis } from './analysis/analysis';

export interface AnalysedEditor {
  readonly editor: TextEditor;
  readonly analysis: Analysis;
}

/** The editor that commands speak of: the active one where its text has been analysed, else a visible one that has. */
export function analysedEditor(analyses: Analyses): AnalysedEditor | null {
  const { activeTextEditor, visibleTextEditors } = window;
  for (const editor of activeTextEditor ? [activeTextEditor, ...visibleTextEditors] : visibleTextEditors) {
    const analysis = analyses.get(editor.document);
    if (analysis) return { editor, analysis };
  }
  return null;
}
