import { css } from 'lit';

/** What stands around the plot: the strip of snapshots on its axis, and the notes below it. */
export const curvesStyle = css`
  p {
    margin: 0;
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
