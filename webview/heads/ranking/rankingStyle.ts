import { css } from 'lit';

export const rankingStyle = css`
  :host {
    display: block;
    min-height: 0;
    min-width: 0;
    overflow: hidden;
  }
  .scroll {
    height: 100%;
    overflow: auto;
    position: relative;
  }
  .scroll:focus {
    outline: none;
  }
  .header {
    position: sticky;
    top: 0;
    z-index: 2;
    min-width: var(--min-width);
    background: var(--view-background);
  }
  .rows {
    position: relative;
    min-width: var(--min-width);
  }
  .cells {
    display: grid;
    grid-template-columns: var(--columns);
    align-items: center;
    column-gap: 8px;
    padding: 0 12px;
    height: var(--row);
    min-width: 100%;
  }
  .header .cells {
    height: 24px;
    font-size: 11px;
    color: var(--muted);
    border-bottom: 1px solid var(--hairline);
  }
  .header button {
    all: unset;
    box-sizing: border-box;
    display: block;
    max-width: 100%;
    cursor: pointer;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .header button:disabled {
    cursor: default;
  }
  .header button:hover:enabled {
    color: var(--strong);
  }
  .header [aria-sort] button {
    color: var(--strong);
    font-weight: 600;
  }
  .row {
    cursor: pointer;
    user-select: none;
    --row-colour: transparent;
    background: var(--row-colour);
  }
  .row:hover {
    --row-colour: var(--vscode-list-hoverBackground);
  }
  .row[aria-selected='true'] {
    --row-colour: var(--vscode-list-inactiveSelectionBackground);
    color: var(--vscode-list-inactiveSelectionForeground, var(--strong));
  }
  .row[aria-selected='true'] {
    outline: 1px dotted var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .scroll:focus-visible .row.current {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .name {
    position: sticky;
    left: 0;
    z-index: 1;
    height: 100%;
    display: flex;
    align-items: center;
    gap: 3px;
    white-space: nowrap;
    margin-left: -12px;
    padding-left: 12px;
    background: linear-gradient(var(--row-colour), var(--row-colour)) var(--view-background);
  }
  .row.current .name {
    clip-path: inset(1px 0 1px 1px);
  }
  .labelled {
    text-decoration: underline dotted var(--muted);
    text-underline-offset: 3px;
  }
  .out {
    font-size: 10px;
    color: var(--vscode-modelCircuits-lossInk);
  }
  .type {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
  }
  .type svg {
    flex: none;
  }
  .number {
    white-space: nowrap;
  }
  /* Some themes mute nothing. */
  .weak {
    color: color-mix(in srgb, var(--vscode-foreground) 72%, var(--view-background));
  }
  .cell {
    display: grid;
    grid-template-columns: 44px minmax(0, 1fr);
    column-gap: 8px;
    align-items: center;
    height: 100%;
    min-width: 0;
  }
  .wide .cell,
  .cell[data-column^='change:'] {
    grid-template-columns: 48px minmax(0, 1fr);
  }
  .wide .cell.pair {
    grid-template-columns: minmax(96px, max-content) minmax(0, 1fr);
  }
  .scroll:not(.wide) .cell.pair {
    grid-template-columns: 1fr;
  }
  .scroll:not(.wide) .cell.pair .bar {
    display: none;
  }
  .bar {
    display: block;
    overflow: visible;
  }
  .attention {
    fill: var(--vscode-modelCircuits-attentionInk);
  }
  .gain {
    fill: var(--vscode-modelCircuits-gainInk);
  }
  .loss {
    fill: var(--vscode-modelCircuits-lossInk);
  }
  .error,
  .before {
    stroke: var(--strong);
  }
  .chance {
    stroke: var(--muted);
    stroke-dasharray: 3 2;
    opacity: 0.8;
  }
  .error,
  .chance,
  .before {
    shape-rendering: crispEdges;
  }
  .skeleton {
    height: 6px;
    border-radius: 2px;
    background: var(--hairline);
    opacity: 0.6;
  }
  .nothing {
    margin: 12px;
    position: sticky;
    left: 12px;
  }
`;
