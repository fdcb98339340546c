import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { AttentionViewState } from '../../src/shared/contracts/attentionViewContract';
import { filledText } from '../base/filledText';

/** What the view shows without a pass: how to get one. */
export function emptyView(
  { isRunning, checkpoint, documentName }: AttentionViewState,
  onRun: () => void,
): TemplateResult {
  if (isRunning) {
    return html`<div class="empty">
      <p class="muted">
        ${checkpoint ? l10n.t('Running {0} on {1}…', checkpoint, documentName) : l10n.t('Running the model on {0}…', documentName)}
      </p>
    </div>`;
  }
  if (!checkpoint) {
    return html`<div class="empty">
      <p>${l10n.t('Choose a checkpoint in the Model Circuits view to see what its heads attend to.')}</p>
    </div>`;
  }
  return html`<div class="empty">
    <p>
      ${filledText(
        l10n.t('See which tokens of {0} each head of {1} attends to.'),
        documentName,
        html`<span class="strong">${checkpoint}</span>`,
      )}
    </p>
    <vscode-button @click=${onRun}>${l10n.t('Run Model')}</vscode-button>
  </div>`;
}
