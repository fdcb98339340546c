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
  .foot {
    display: grid;
    grid-template: 'axis choices' 'finding finding' 20px 'snapshots snapshots' 20px / 1fr auto;
    align-items: center;
    column-gap: 8px;
    row-gap: 4px;
    margin-top: 4px;
  }
  .axis-name {
    grid-area: axis;
    padding-left: 30px;
    font-size: 11px;
  }
  .foot .choices {
    grid-area: choices;
  }
  .finding {
    grid-area: finding;
  }
  .snapshots {
    grid-area: snapshots;
  }
  :host(.contrast) .choices button[aria-checked='true'] {
    box-shadow: inset 0 -3px 0 var(--vscode-contrastActiveBorder);
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
    .foot {
      grid-template: 'axis axis choices' 'finding snapshots snapshots' 20px / 1fr 1fr auto;
    }
    .finding {
      padding-left: 30px;
    }
  }
  @container plot (min-width: 640px) {
    .foot {
      grid-template: 'axis finding snapshots choices' / auto minmax(0, 1fr) auto auto;
      column-gap: 24px;
    }
    .finding {
      padding-left: 0;
    }
  }
`;
