import { window, type LogOutputChannel } from 'vscode';

/** The output channel; its level is VS Code's own (Developer: Set Log Level). */
export function createLog(): LogOutputChannel {
  return window.createOutputChannel('Model Circuits', { log: true });
}
