import { css, html, type TemplateResult } from 'lit';

/** Why the last action was not done. Always in the page, so that a screen reader reads a new message out. */
export function statusLine(message: string | null, classes = 'hint'): TemplateResult {
  return html`<span class=${message === null ? 'visually-hidden' : classes} role="status"
    ><span class="clip">${message ?? ''}</span></span
  >`;
}

/** Puts the line over the lower edge of the view, so that nothing moves when a message appears. */
export const statusLineStyle = css`
  .hint {
    position: absolute;
    left: 8px;
    right: 8px;
    bottom: 8px;
    z-index: 30;
    padding: 4px 8px;
    background: var(--vscode-editorWidget-background);
    border: 1px solid var(--hairline);
    border-radius: var(--radius);
  }
`;
