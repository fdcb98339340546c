import { css } from 'lit';

export const tokenColumnStyle = css`
  :host {
    display: block;
  }
  .name {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-bottom: 4px;
  }
  .name .token {
    font-size: 16px;
    line-height: 24px;
    outline: 1.5px solid var(--strong);
    border-radius: 2px;
    padding: 0 3px;
  }
  dl {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0 12px;
    margin: 0;
  }
  dt {
    color: var(--muted);
  }
  dd {
    margin: 0;
    text-align: right;
    color: var(--strong);
  }
  section {
    margin-bottom: 16px;
  }
  h3 {
    display: flex;
    align-items: baseline;
    gap: 6px;
    margin-bottom: 4px;
    padding-bottom: 3px;
    border-bottom: 1px solid var(--hairline);
  }
  h3 .muted {
    font-weight: 400;
    flex: 1;
    text-align: right;
  }
  table {
    border-collapse: collapse;
    width: 100%;
    table-layout: fixed;
  }
  td {
    padding: 0;
    height: var(--row);
  }
  tr.link {
    cursor: pointer;
  }
  tr.link:hover td {
    background: var(--vscode-list-hoverBackground);
  }
  .index {
    width: 26px;
  }
  td.index {
    padding-right: 8px;
    color: var(--muted);
    font-size: 11px;
    text-align: right;
  }
  td.head {
    width: 52px;
    color: var(--strong);
  }
  .strongest {
    width: 52px;
  }
  td.strongest,
  th {
    color: var(--strong);
    text-align: right;
  }
  th {
    padding: 0;
    color: var(--muted);
    font-size: 11px;
    font-weight: 400;
  }
  .word {
    width: 100px;
  }
  td.word .token {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .value {
    width: 56px;
  }
  td.value {
    text-align: right;
    color: var(--strong);
  }
  td.bar {
    padding-left: 12px;
  }
  tr.rest td {
    color: var(--muted);
  }
  tr.actual .token,
  tr.actual .value {
    font-weight: 700;
  }
  .track {
    position: relative;
    height: 8px;
  }
  .track > span {
    position: absolute;
    top: 0;
    bottom: 0;
    min-width: 1px;
    border-radius: 1px;
  }
  .track.signed::before {
    content: '';
    position: absolute;
    left: 50%;
    top: -3px;
    bottom: -3px;
    width: 1px;
    background: var(--hairline);
  }
  button.row {
    all: unset;
    cursor: pointer;
    display: block;
    max-width: 100%;
  }
  button.row:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
`;
