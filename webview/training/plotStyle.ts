import { css } from 'lit';

export const plotStyle = css`
  :host {
    display: block;
    container: plot / inline-size;
  }
  p {
    margin: 0;
  }
  svg {
    display: block;
    overflow: visible;
  }
  /* The view's background is not the editor's, which the theme's colours are of. */
  .axis {
    fill: var(--muted);
  }
  .halo {
    stroke: var(--panel);
  }
  .reading {
    display: flex;
    gap: 4px;
    height: 22px;
    white-space: nowrap;
    overflow: hidden;
  }
  .reading .muted:not(:first-child) {
    margin-left: 6px;
  }
  .reading .long {
    margin: 0;
    display: none;
  }
  .plot {
    position: relative;
  }
  .reader {
    position: absolute;
    cursor: crosshair;
  }
  .reader:focus-visible {
    outline-offset: 3px;
  }
  model-circuits-snapshots {
    position: absolute;
    left: 0;
    right: 0;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-top: 4px;
  }
  .axis-name {
    padding-left: 30px;
    font-size: 11px;
  }
  :host(.contrast) .choices button[aria-checked='true'] {
    box-shadow: inset 0 -3px 0 var(--vscode-contrastActiveBorder);
  }
  .below {
    margin-top: 8px;
  }
  .below p {
    height: 20px;
  }
  @container plot (min-width: 420px) {
    .reading .long {
      display: inline;
    }
    .reading .muted:not(:first-child) {
      margin-left: 12px;
    }
    .reading .muted .long {
      margin: 0;
    }
    .below {
      display: grid;
      grid-template-columns: 1fr 1fr;
      padding-left: 30px;
    }
  }
`;
