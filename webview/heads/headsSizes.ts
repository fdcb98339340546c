import { css } from 'lit';

/** The layout of a wide or a low view, by container queries. The view works from 260 px width on. */
export const headsSizes = css`
  @container view (min-width: 640px) {
    .body {
      display: grid;
      grid-template: 'header list' 36px 'map list' minmax(0, 1fr) / 312px minmax(0, 1fr);
      overflow: hidden;
    }
    .map {
      max-height: none;
    }
    .map > model-circuits-head-map {
      flex: 1 1 0;
    }
    .list {
      border-top: 0;
      border-left: 1px solid var(--divider);
    }
    header vscode-dropdown {
      width: 200px;
    }
  }
  /* As high as a view in the side bar is at first: notices stand on one line, with short texts. */
  @container view (max-height: 520px) {
    .word,
    .notice .aside {
      position: absolute;
      clip-path: inset(50%);
    }
    .short {
      display: inline;
    }
    .notice {
      flex-flow: row wrap;
      align-items: center;
      gap: 4px 6px;
      margin: 0;
      padding: 2px 8px 4px 12px;
      border: 0;
    }
    .notice .line {
      display: contents;
    }
    .notice .grow {
      flex-basis: 0;
      min-width: 40px;
    }
    .notice .last {
      order: 1;
    }
    .notice .choices button {
      padding: 0 6px;
    }
    .notice vscode-button {
      --button-padding-horizontal: 6px;
    }
    .notice [role='alert'] {
      flex: 1 1 100%;
    }
    .finding {
      margin-top: 4px;
      padding: 2px 8px;
    }
  }
  /* The list keeps its rows. The map gets the rest and scrolls, from its strongest cells on. */
  @container body (max-width: 639px) and (max-height: 484px) {
    .map {
      --min-map: 60px;
      max-height: 42cqh;
      padding-bottom: 6px;
    }
    model-circuits-scale {
      display: none;
    }
    .types {
      flex-wrap: nowrap;
    }
    .finding ~ .types {
      display: none;
    }
    details.finding {
      order: -1;
      margin: 0 8px 4px 0;
    }
    .filter {
      position: static;
      padding: 4px 6px 2px 12px;
    }
    .columns-menu {
      top: 4px;
      max-height: calc(100cqh - 8px);
      overflow-y: auto;
    }
  }
  /* Too low for both: the list comes first, and the view scrolls to the map, whose first rows stay in sight. */
  @container body (max-width: 639px) and (max-height: 276px) {
    .list {
      order: -1;
      flex: 0 0 max(128px, calc(100cqh - 36px));
      border-top: 0;
      border-bottom: 1px solid var(--divider);
    }
    .map {
      display: contents;
    }
    .map > * {
      flex: none;
      margin: 0 2px 6px 12px;
    }
    .map > model-circuits-head-map {
      max-height: max(60px, calc(100cqh - 80px));
    }
    /* The user opened the view to see whether there are induction heads. */
    details.finding {
      order: -2;
      margin: 4px 8px 0 12px;
    }
    .body:has(details.finding) .list {
      flex-basis: max(128px, calc(100cqh - 66px));
    }
  }
`;
