import { window, type TextEditor } from 'vscode';

/** The visible text editors, the active one first. VS Code counts the Output panel as one, which we leave out. */
export function textEditors(): TextEditor[] {
  const { activeTextEditor, visibleTextEditors } = window;
  const editors = new Set(activeTextEditor ? [activeTextEditor, ...visibleTextEditors] : visibleTextEditors);
  return [...editors].filter(({ document }) => document.uri.scheme !== 'output');
}

/** The active text editor, or the one that was active before the Output panel; null if something else has the focus. */
export function activeTextEditor(): TextEditor | null {
  return window.activeTextEditor ? (textEditors()[0] ?? null) : null;
}
