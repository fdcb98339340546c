import { html, type TemplateResult } from 'lit';
import type { AttentionViewState } from '../../src/shared/contracts/attentionViewContract';

/** Before there is a pass: what to do to have one. */
export function emptyView(
  { isRunning, checkpoint, documentName }: AttentionViewState,
  onRun: () => void,
): TemplateResult {
  if (isRunning) {
    return html`<div class="empty">
      <p class="muted">Running ${checkpoint ?? 'the model'} on ${documentName}…</p>
    </div>`;
  }
  if (!checkpoint) {
    return html`<div class="empty">
      <p>Choose a checkpoint in the Model Circuits view to see what its heads attend to.</p>
    </div>`;
  }
  return html`<div class="empty">
    <p>See which tokens of ${documentName} each head of <span class="strong">${checkpoint}</span> attends to.</p>
    <vscode-button @click=${onRun}>Run Model</vscode-button>
  </div>`;
}
