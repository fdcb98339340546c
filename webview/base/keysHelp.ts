import { css, html, type TemplateResult } from 'lit';

/** What a key does, as shown: `['← →', 'previous, next token']`. */
export type KeyHelp = readonly [key: string, what: string];

/** The list of keys that a view shows over itself. */
export function keysHelp(keys: readonly KeyHelp[]): TemplateResult {
  return html`<aside class="keys" aria-label="Keys">
    <table>
      ${keys.map(
        ([key, what]) =>
          html`<tr>
            <td><kbd>${key}</kbd></td>
            <td>${what}</td>
          </tr>`,
      )}
    </table>
  </aside>`;
}

/** Where it is, and how wide it is set, is the view's. */
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
