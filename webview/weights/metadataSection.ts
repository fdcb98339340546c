import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { WeightsFile } from '../../src/shared/weightsFile';

/** The file's metadata, closed at first: a GGUF file has dozens of keys. */
export function metadataSection({ metadata }: WeightsFile): TemplateResult | typeof nothing {
  if (metadata.length === 0) return nothing;
  return html`<details class="metadata">
    <summary>${l10n.t('Metadata ({0})', metadata.length)}</summary>
    <dl>
      ${metadata.map(
        ({ key, value }) =>
          html`<dt class="muted">${key}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </details>`;
}
