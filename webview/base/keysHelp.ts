import * as l10n from '@vscode/l10n';
import { css, html, type TemplateResult } from 'lit';
import type { KeyRow } from './keys';

/** The list of keys that a view shows over itself. */
export function keysHelp(rows: readonly Pick<KeyRow, 'keys' | 'what'>[]): TemplateResult {
  return html`<aside class="keys" aria-label=${l10n.t('Keys')}>
    <table>
      ${rows.map(
        ({ keys, what }) =>
          html`<tr>
            <td><kbd>${keys}</kbd></td>
            <td>${what}</td>
          </tr>`,
      )}
    </table>
  </aside>`;
}

/** The view sets the list's place and padding. */
export const keysStyle = css`
  .keys {
    position: absolute;
    background: var(--vscode-editorWidget-background);
    border: 1px solid var(--vscode-editorHoverWidget-border, var(--hairline));
    border-radius: 4px;
    box-shadow: 0 4px 16px var(--vscode-widget-shadow);
  }
  .keys td {
    height: 24px;
  }
  kbd {
    font: 11px/16px var(--mono);
    border: 1px solid var(--hairline);
    border-bottom-width: 2px;
    border-radius: 3px;
    padding: 0 5px;
    white-space: nowrap;
  }
`;
