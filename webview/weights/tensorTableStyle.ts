import { css } from 'lit';

export const tensorTableStyle = css`
  :host {
    display: block;
    min-height: 0;
    height: 100%;
  }
  .scroll {
    height: 100%;
    overflow: auto;
    scrollbar-width: thin;
    contain: strict;
  }
  .scroll:focus-visible {
    outline-offset: -1px;
  }
  .cells {
    display: grid;
    grid-template-columns: minmax(200px, 1fr) 112px 48px 60px;
    gap: 0 12px;
    align-items: center;
    padding: 0 12px;
    min-width: 460px;
  }
  .header {
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--vscode-editor-background);
    border-bottom: 1px solid var(--hairline);
  }
  .header .cells {
    height: 23px;
    color: var(--muted);
    font-size: 12px;
  }
  .row {
    height: 22px;
    cursor: pointer;
  }
  .row:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .row.current {
    background: var(--vscode-list-inactiveSelectionBackground);
  }
  .scroll:focus .row.current {
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground);
  }
  .scroll:focus .row.current .muted {
    color: inherit;
  }
  .name {
    font-family: var(--mono);
    font-size: 12px;
  }
  .row .number {
    white-space: nowrap;
  }
  .nothing {
    margin: 12px;
  }
`;
