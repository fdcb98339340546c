import { css } from 'lit';

/** Facts above, tensors below, and the current tensor beside them, or under them if the view is narrow. */
export const weightsStyle = css`
  :host {
    display: block;
    height: 100vh;
    container: view / size;
    background: var(--vscode-editor-background);
  }
  main {
    height: 100%;
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(240px, 32%);
    grid-template-rows: auto minmax(0, 1fr);
    max-width: 1400px;
  }
  header {
    grid-column: 1 / -1;
    padding: 12px 16px 12px;
    border-bottom: 1px solid var(--hairline);
    max-height: 60vh;
    overflow: auto;
    scrollbar-width: thin;
  }
  p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .title {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 28px;
    margin-bottom: 8px;
  }
  h1 {
    margin: 0;
    font: 600 15px/24px var(--vscode-font-family);
    color: var(--strong);
  }
  .use {
    margin-left: auto;
    flex: none;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 28px;
    margin: 0;
  }
  dt {
    font-size: 12px;
  }
  dd {
    margin: 0;
  }
  .remark,
  .problem {
    margin-top: 8px;
    padding-left: 8px;
    border-left: 2px solid var(--vscode-editorWarning-foreground);
    max-width: 100ch;
  }
  .problem {
    border-color: var(--vscode-errorForeground);
  }
  .metadata {
    margin-top: 8px;
  }
  summary {
    cursor: pointer;
    width: max-content;
  }
  .metadata dl {
    display: grid;
    grid-template-columns: minmax(0, max-content) minmax(0, 1fr);
    gap: 2px 16px;
    margin: 6px 0 0;
    font-family: var(--mono);
    font-size: 12px;
  }
  .metadata dd {
    overflow-wrap: anywhere;
  }
  .tensors {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
    border-right: 1px solid var(--hairline);
  }
  .tensors .bar {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 8px 12px;
  }
  .detail {
    padding: 12px 16px;
    overflow: auto;
    min-height: 0;
  }
  .mono {
    font-family: var(--mono);
    overflow-wrap: anywhere;
  }
  .histogram {
    margin-top: 12px;
  }
  svg {
    display: block;
    width: 100%;
    max-width: 400px;
    overflow: visible;
  }
  rect {
    fill: var(--vscode-modelCircuits-attentionInk);
  }
  .axis {
    stroke: var(--muted);
    shape-rendering: crispEdges;
  }
  svg text {
    fill: var(--muted);
    font-size: 11px;
  }
  .numbers {
    display: grid;
    grid-template-columns: max-content max-content;
    gap: 2px 16px;
    margin: 12px 0 0;
  }
  .reading {
    padding: 12px 16px;
  }
  @container view (max-width: 720px) {
    main {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: auto minmax(120px, 1fr) auto;
    }
    .tensors {
      border-right: none;
    }
    .detail {
      border-top: 1px solid var(--hairline);
      max-height: 45vh;
    }
  }
`;
