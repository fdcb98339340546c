import { css } from 'lit';

/** The style of the document: variables, fonts, and no margin. */
export const pageStyle = sheet(css`
  :root {
    --control: 24px;
    --row: 22px;
    --radius: 3px;
    --mono: var(--vscode-editor-font-family);
    --line: var(--vscode-panel-border, transparent);
    --strong: var(--vscode-editor-foreground);
    --muted: var(--vscode-descriptionForeground);
    --hairline: color-mix(in srgb, var(--vscode-foreground) 16%, transparent);
    --pressed: color-mix(in srgb, var(--vscode-foreground) 14%, transparent);
    --design-unit: 3;
  }
  html,
  body {
    margin: 0;
    padding: 0;
    height: 100%;
    overflow: hidden;
  }
  body {
    font: 13px/20px var(--vscode-font-family);
    color: var(--vscode-foreground);
    font-variant-numeric: tabular-nums;
  }
  /* The grey of Light+ has a contrast of 4.4:1 on a side bar; 4.5:1 is wanted. */
  body.vscode-light {
    --muted: color-mix(in srgb, var(--vscode-descriptionForeground) 88%, #000);
  }
  body.vscode-high-contrast,
  body.vscode-high-contrast-light {
    --hairline: var(--vscode-contrastBorder);
    --line: var(--vscode-contrastBorder);
  }
`);

/** The style of every component: text, numbers, buttons, focus. */
export const baseStyle = css`
  * {
    box-sizing: border-box;
  }
  h2,
  h3 {
    margin: 0;
    font: 600 12px/20px var(--vscode-font-family);
    color: var(--strong);
  }
  button,
  select,
  input {
    font: inherit;
    color: inherit;
  }
  .muted {
    color: var(--muted);
  }
  .small {
    font-size: 12px;
  }
  .strong {
    color: var(--strong);
  }
  .number {
    font-variant-numeric: tabular-nums;
    text-align: right;
  }
  .grow {
    flex: 1 1 auto;
    min-width: 0;
  }
  .clip {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .token {
    font-family: var(--mono);
    font-size: 12px;
    white-space: pre;
    color: var(--strong);
  }
  .sign {
    color: var(--muted);
    opacity: 0.75;
  }
  :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
    }
  }
`;

/** For the root element of a view in the side bar or the panel: it fills its place, which is the container `view`. */
export const viewStyle = css`
  :host {
    --view-background: var(--vscode-sideBar-background);
    display: block;
    height: 100vh;
    container: view / size;
    background: var(--view-background);
  }
  p {
    margin: 0;
  }
`;

function sheet({ cssText }: { readonly cssText: string }): CSSStyleSheet {
  const created = new CSSStyleSheet();
  created.replaceSync(cssText);
  return created;
}
