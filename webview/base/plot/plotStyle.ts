import { css } from 'lit';

/** For an element that shows a plot with its reader and reading line. It is a container, for the widths below. */
export const plotStyle = css`
  :host {
    display: block;
    container: plot / inline-size;
  }
  .plot {
    position: relative;
  }
  svg {
    display: block;
    overflow: visible;
  }
  /* The background of a view is not the editor's, for which the theme's colours are made. */
  .axis {
    fill: var(--muted);
  }
  .halo {
    stroke: var(--view-background);
  }
  .reader {
    position: absolute;
    cursor: crosshair;
  }
  .reader:focus-visible {
    outline-offset: 3px;
  }
  .reading {
    display: flex;
    gap: 4px;
    height: 22px;
    margin: 0;
    white-space: nowrap;
    overflow: hidden;
  }
  .reading .muted:not(:first-child) {
    margin-left: 6px;
  }
  .reading .long {
    display: none;
  }
  @container plot (min-width: 420px) {
    .reading .muted:not(:first-child) {
      margin-left: 12px;
    }
    .reading .long {
      display: inline;
    }
    .reading .short {
      display: none;
    }
  }
`;
