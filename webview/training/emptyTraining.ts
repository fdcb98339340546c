import { html, type TemplateResult } from 'lit';

/** Nothing is or was trained in this window. */
export function emptyTraining(onStart: () => void): TemplateResult {
  return html`<div class="empty">
    <p>
      Train a small model here: in about a minute it learns induction, and the curves show the phase change as it
      happens.
    </p>
    <vscode-button @click=${onStart}>Train a Small Model…</vscode-button>
  </div>`;
}
