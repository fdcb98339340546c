import { css } from 'lit';

/** The layout of the attention view: three columns from 1,100 px, two from 700 px, one below, down to 260 px. */
export const attentionStyle = css`
  :host {
    display: block;
    height: 100vh;
    container: attention / inline-size;
    background: var(--vscode-editor-background);
  }
  .attention {
    height: 100%;
    min-width: 0;
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    overflow: hidden;
  }
  header {
    border-bottom: 1px solid var(--line);
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 0 16px;
    min-height: 36px;
  }
  .bar + .bar {
    padding-bottom: 6px;
    flex-wrap: wrap;
    row-gap: 4px;
  }
  .fill {
    flex: 1 1 auto;
    min-width: 0;
  }
  .document {
    font-weight: 600;
    color: var(--strong);
    flex: none;
    max-width: 50%;
  }
  .imported {
    flex: none;
    padding: 0 6px;
    border: 1px solid var(--hairline);
    border-radius: var(--radius);
    font-size: 12px;
  }
  .facts {
    min-width: 0;
  }
  .heads {
    display: inline-flex;
    align-items: center;
    gap: 2px;
  }
  .type {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    min-width: 96px;
    white-space: nowrap;
  }
  .direction {
    display: inline-flex;
    align-items: center;
    gap: 8px;
  }
  .choices {
    flex: none;
  }
  .choices button {
    white-space: nowrap;
  }
  .choices button:hover {
    color: var(--strong);
  }
  .choices button:disabled {
    opacity: 0.45;
    cursor: default;
  }
  .contrast .choices button[aria-checked='true'],
  .contrast .toggle[aria-pressed='true'] {
    box-shadow: inset 0 -3px 0 var(--vscode-contrastActiveBorder);
  }
  .mode-list {
    display: none;
    min-width: 140px;
  }
  .toggle {
    height: var(--control);
    padding: 0 8px;
    border: 1px solid var(--hairline);
    border-radius: var(--radius);
    background: none;
    color: var(--muted);
    cursor: pointer;
    white-space: nowrap;
  }
  .toggle[aria-pressed='true'] {
    background: var(--pressed);
    color: var(--strong);
  }
  .notice {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    height: 28px;
    padding: 0 2px 0 8px;
    border: 1px solid var(--hairline);
    border-radius: var(--radius);
    white-space: nowrap;
    min-width: 0;
  }
  .notice vscode-progress-ring {
    width: 16px;
    height: 16px;
  }
  .notice.hint,
  .notice:has(vscode-progress-ring) {
    padding-right: 8px;
  }
  .warning {
    color: var(--vscode-editorWarning-foreground);
  }
  .brief {
    display: none;
  }

  .body {
    display: grid;
    min-height: 0;
    min-width: 0;
    grid-template:
      'heads text token' fit-content(60%) 'heads pattern token' minmax(220px, 1fr) / 264px minmax(0, 1fr)
      316px;
  }
  section.part {
    min-width: 0;
    min-height: 0;
  }
  .caption {
    display: flex;
    align-items: baseline;
    gap: 8px;
    height: 20px;
    margin-bottom: 8px;
    min-width: 0;
  }
  .caption h2 {
    white-space: nowrap;
    flex: none;
  }
  #heads {
    grid-area: heads;
    border-right: 1px solid var(--line);
    padding: 12px 12px 8px;
    display: flex;
    flex-direction: column;
    overflow: auto;
  }
  #heads model-circuits-head-grid {
    flex: 1 1 auto;
  }
  #text {
    grid-area: text;
    border-bottom: 1px solid var(--line);
    padding: 12px 24px 16px;
    overflow: auto;
  }
  #pattern {
    grid-area: pattern;
    padding: 12px 24px 16px;
    display: flex;
    flex-direction: column;
  }
  #pattern model-circuits-pattern {
    flex: 1 1 auto;
  }
  #token {
    grid-area: token;
    border-left: 1px solid var(--line);
    padding: 12px 16px;
    overflow: auto;
  }
  .sentence {
    height: 22px;
    line-height: 22px;
    margin-bottom: 12px;
    position: sticky;
    top: -12px;
    z-index: 3;
    background: var(--vscode-editor-background);
  }
  .sentence .token {
    font-size: 13px;
  }
  .sentence .at {
    color: var(--muted);
    font-size: 10px;
    margin-left: -2px;
    vertical-align: -2px;
  }
  .sentence .key {
    white-space: nowrap;
    margin-right: 12px;
  }
  .swatch {
    display: inline-block;
    width: 14px;
    height: 3px;
    border-radius: 1px;
    vertical-align: 3px;
    margin-right: 4px;
  }
  .empty {
    padding: 32px 24px;
    max-width: 60ch;
  }
  .empty p {
    margin: 0 0 16px;
  }
  .keys {
    right: 16px;
    top: 44px;
    z-index: 20;
    padding: 12px 16px;
  }
  .keys td {
    padding-right: 16px;
  }
`;
