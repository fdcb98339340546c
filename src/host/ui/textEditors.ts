import { window, type TextEditor } from 'vscode';

/** The text editors on screen, the active one first. The Output panel is one to VS Code, but holds no text of the person's. */
export function textEditors(): TextEditor[] {
  const { activeTextEditor, visibleTextEditors } = window;
  const editors = new Set(activeTextEditor ? [activeTextEditor, ...visibleTextEditors] : visibleTextEditors);
  return [...editors].filter(({ document }) => document.uri.scheme !== 'output');
}

/** The text editor that the person is in, or left for the Output panel; null where something else has the focus. */
export function activeTextEditor(): TextEditor | null {
  return window.activeTextEditor ? (textEditors()[0] ?? null) : null;
}
