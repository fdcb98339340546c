import { css } from 'lit';

/** The layout of the attention view when it is narrower than 1,250 px, down to 260 px. */
export const narrowLayout = css`
  @container attention (max-width: 1250px) {
    .choices.modes,
    .wide {
      display: none;
    }
    .mode-list {
      display: inline-block;
    }
  }
  @container attention (max-width: 1099px) {
    .body {
      grid-template:
        'text text' max-content 'token heads' max-content 'pattern heads' max-content / minmax(0, 1fr)
        264px;
      align-content: start;
      overflow: auto;
    }
    #text,
    #token,
    #heads {
      overflow: visible;
    }
    #heads {
      border: 0;
      border-left: 1px solid var(--line);
    }
    #token {
      border: 0;
      border-bottom: 1px solid var(--line);
      padding: 12px 24px;
    }
    #pattern {
      height: 600px;
    }
    .type {
      min-width: 0;
    }
  }
  @container attention (max-width: 699px) {
    .body {
      display: flex;
      flex-direction: column;
      overflow: auto;
    }
    section.part {
      flex: none;
      border: 0;
      border-bottom: 1px solid var(--line);
      padding: 12px;
    }
    #text {
      order: 1;
    }
    #token {
      order: 2;
    }
    #pattern {
      order: 3;
      height: calc(100cqi + 40px);
      max-height: 560px;
    }
    #heads {
      order: 4;
    }
    .bar {
      padding: 4px 12px 0;
      gap: 8px;
      flex-wrap: wrap;
    }
    .bar + .bar {
      padding-bottom: 8px;
    }
    .document {
      max-width: 100%;
      flex: 1 1 0;
    }
    .facts,
    .bar .fill,
    .notice .long {
      display: none;
    }
    .brief {
      display: inline;
    }
    .notice {
      order: 9;
      width: 100%;
      display: flex;
    }
    /* Over the document's name, so that nothing below moves. */
    .notice.hint {
      order: 0;
      width: auto;
    }
    .notice .clip {
      flex: 1;
    }
  }
`;
