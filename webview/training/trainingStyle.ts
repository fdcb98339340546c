import { css } from 'lit';
import { viewStyle } from '../base/styles';

/** The header over the curves, or beside them in a wide and low view. It works from 260 px. */
export const trainingStyle = [
  viewStyle,
  css`
    main {
      height: 100%;
      overflow: auto;
      scrollbar-width: thin;
      scrollbar-gutter: stable;
      padding: 8px 2px 16px 12px;
    }
    .line {
      display: flex;
      align-items: baseline;
      gap: 8px;
    }
    h2 {
      font-size: 13px;
    }
    .failed {
      color: var(--vscode-errorForeground);
    }
    .message {
      color: var(--strong);
      margin-top: 8px;
      overflow-wrap: anywhere;
    }
    .bar {
      height: 4px;
      margin: 8px 0 6px;
      border-radius: 2px;
      overflow: hidden;
      background: color-mix(in srgb, var(--vscode-foreground) 16%, transparent);
    }
    .bar span {
      display: block;
      height: 100%;
      background: var(--vscode-progressBar-background);
    }
    .contrast .bar {
      height: 6px;
      border: 1px solid var(--vscode-contrastBorder);
      background: none;
    }
    .values {
      display: grid;
      grid-template-columns: 1fr auto;
      gap: 0 12px;
      color: var(--muted);
      white-space: nowrap;
    }
    .acts {
      display: flex;
      flex-wrap: wrap;
      gap: 4px;
      margin-top: 8px;
    }
    model-circuits-training-plot {
      margin-top: 16px;
    }
    .empty {
      max-width: 60ch;
      padding: 16px 10px 0 0;
    }
    .empty p {
      margin-bottom: 12px;
    }
    .beside {
      display: grid;
      grid-template-columns: 230px minmax(0, 1fr);
      align-items: start;
      gap: 28px;
      padding-bottom: 8px;
    }
    .beside model-circuits-training-plot {
      margin-top: 0;
    }
    @container view (min-width: 560px) {
      main:not(.beside) .values {
        grid-template-columns: 1fr 1fr 1fr auto;
      }
      main:not(.beside) .values > .left {
        order: 1;
      }
      main:not(.beside) .values > .speed {
        text-align: left;
      }
    }
  `,
];
