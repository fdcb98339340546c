import { html, type TemplateResult } from 'lit';
import * as l10n from '@vscode/l10n';

/** Shown while nothing is or was trained in this window. */
export function emptyTraining(onStart: () => void): TemplateResult {
  return html`<div class="empty">
    <p>
      ${l10n.t(
        'Train a small model here: in about a minute it learns induction, and the curves show the phase change as it happens.',
      )}
    </p>
    <vscode-button @click=${onStart}>${l10n.t('Train a Small Model…')}</vscode-button>
  </div>`;
}
