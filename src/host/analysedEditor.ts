import { window, type TextEditor } from 'vscode';
import type { Analyses } from './analysis/analyses';
import type { Analysis } from './analysis/analysis';
import type { Services } from './services';

export interface AnalysedEditor {
  readonly editor: TextEditor;
  readonly analysis: Analysis;
}

/** The analysis that commands speak of: of the attention surface in front, or of the text editor. */
export function analysisInFocus({ analyses, surfaces }: Services): Analysis | null {
  const surface = surfaces.active;
  return (surface && analyses.get(surface.document)) ?? analysedEditor(analyses)?.analysis ?? null;
}

/** The active text editor where its text has been analysed, else a visible one that has. */
export function analysedEditor(analyses: Analyses): AnalysedEditor | null {
  const { activeTextEditor, visibleTextEditors } = window;
  for (const editor of activeTextEditor ? [activeTextEditor, ...visibleTextEditors] : visibleTextEditors) {
    const analysis = analyses.get(editor.document);
    if (analysis) return { editor, analysis };
  }
  return null;
}
