import { css } from 'lit';
import { viewStyle } from '../base/styles';

/** The layout of the view: heat map over ranking, or beside it from 640 px on. `headsSizes` has what changes with the size. */
export const headsStyle = [
  viewStyle,
  css`
    :host {
      --divider: var(--vscode-sideBarSectionHeader-border, var(--line));
    }
    main {
      height: 100%;
      min-width: 0;
      display: flex;
      flex-direction: column;
      position: relative;
      overflow: hidden;
    }
    .body {
      flex: 1 1 auto;
      min-height: 0;
      display: flex;
      flex-direction: column;
      overflow: hidden auto;
      scrollbar-width: thin;
      container: body / size;
    }
    .map {
      grid-area: map;
      flex: 0 1 auto;
      min-height: 0;
      max-height: 60cqh;
      min-width: 0;
      display: flex;
      flex-direction: column;
      padding: 0 2px 8px 12px;
      overflow: auto;
      scrollbar-width: thin;
    }
    .map > * {
      flex: none;
    }
    .map > model-circuits-head-map {
      flex: 0 1 auto;
    }
    .list {
      grid-area: list;
      flex: 1 0 156px;
      min-height: 0;
      min-width: 0;
      display: flex;
      flex-direction: column;
      border-top: 1px solid var(--divider);
    }
    model-circuits-ranking {
      flex: 1 1 auto;
    }
    header {
      grid-area: header;
      flex: 0 0 36px;
      display: flex;
      align-items: center;
      gap: 4px;
      padding: 0 8px 0 12px;
    }
    header vscode-dropdown {
      width: 152px;
      flex: none;
    }
    header .progress {
      text-align: right;
    }
    .done {
      position: absolute;
      inset: 0 0 auto 0;
      height: 2px;
    }
    .done span {
      display: block;
      height: 2px;
      background: var(--vscode-progressBar-background);
    }
    model-circuits-scale {
      margin-top: 6px;
    }
    .types {
      display: flex;
      flex-wrap: wrap;
      gap: 4px;
      margin-top: 4px;
      padding-right: 8px;
    }
    .types button {
      height: 22px;
      padding: 0 6px;
      border: 1px solid var(--hairline);
      border-radius: 11px;
      background: none;
      font-size: 12px;
      cursor: pointer;
      display: inline-flex;
      align-items: center;
      gap: 5px;
    }
    .types button:disabled {
      opacity: 0.65;
      cursor: default;
    }
    .types button[aria-pressed='true'] {
      background: var(--pressed);
      border-color: var(--vscode-foreground);
      color: var(--strong);
    }
    .filter {
      position: relative;
      display: flex;
      gap: 8px;
      align-items: center;
      padding: 8px 6px 4px 12px;
      flex: none;
    }
    .filter .count {
      white-space: nowrap;
      min-width: 58px;
      text-align: right;
    }
    .filter vscode-button {
      margin-left: -4px;
    }
    vscode-text-field::part(label) {
      display: none;
    }
    vscode-text-field.wrong {
      outline: 1px solid var(--vscode-inputValidation-errorBorder, var(--vscode-editorError-foreground));
    }
    .problem {
      padding: 0 12px 4px;
      color: var(--vscode-editorError-foreground);
    }
    .columns-menu {
      position: absolute;
      right: 8px;
      top: 36px;
      z-index: 20;
      display: flex;
      flex-direction: column;
      align-items: start;
      padding: 8px 12px;
      background: var(--vscode-editorWidget-background);
      border: 1px solid var(--vscode-editorHoverWidget-border, var(--hairline));
      border-radius: 4px;
      box-shadow: 0 4px 16px var(--vscode-widget-shadow);
    }
    .columns-menu vscode-button {
      margin: 8px 0 0;
    }
    .notice {
      flex: none;
      display: flex;
      flex-direction: column;
      align-items: start;
      gap: 6px;
      margin: 0 12px 8px;
      padding: 6px 8px;
      border: 1px solid var(--hairline);
      border-radius: var(--radius);
    }
    .notice .line {
      display: flex;
      align-items: center;
      gap: 8px;
      width: 100%;
    }
    .finding {
      margin: 8px 8px 4px 0;
      padding: 8px 12px;
      border: 1px solid var(--hairline);
      border-left: 3px solid var(--muted);
      border-radius: 2px;
    }
    .finding summary {
      cursor: pointer;
    }
    .finding h2 {
      display: inline;
      font-size: 13px;
    }
    .finding p {
      margin: 2px 0 6px;
    }
    .finding .best {
      color: var(--strong);
      white-space: nowrap;
    }
    .short {
      display: none;
    }
    /* The toolkit gives a span in a button the size of an icon. */
    vscode-button > :is(.word, .short) {
      width: auto;
      height: auto;
    }
    .link {
      display: block;
      border: 0;
      padding: 0;
      background: none;
      text-align: left;
      cursor: pointer;
      color: var(--vscode-textLink-foreground);
    }
    .link:hover {
      text-decoration: underline;
    }
    .contrast .choices button[aria-checked='true'],
    .contrast .types button[aria-pressed='true'] {
      box-shadow: inset 0 -3px 0 var(--vscode-contrastActiveBorder);
    }
    footer {
      flex: none;
      height: 36px;
      border-top: 1px solid var(--divider);
      padding: 0 8px 0 12px;
      display: flex;
      align-items: center;
      gap: 2px;
    }
    footer vscode-button {
      white-space: nowrap;
      flex: none;
    }
    .empty {
      padding: 24px 12px;
      max-width: 60ch;
    }
    .empty p {
      margin-bottom: 12px;
    }
    .empty vscode-button {
      margin: 0 8px 8px 0;
    }
    .keys {
      right: 8px;
      top: 36px;
      z-index: 25;
      padding: 8px 12px;
    }
    .keys td {
      padding-right: 12px;
    }
  `,
];
