import { css } from 'lit';

/** A row of buttons, one of which is chosen: `.choices` with role="radio" inside. */
export const choicesStyle = css`
  .choices {
    display: inline-flex;
    height: var(--control);
    border: 1px solid var(--hairline);
    border-radius: var(--radius);
    overflow: hidden;
  }
  .choices button {
    border: 0;
    border-left: 1px solid var(--hairline);
    background: none;
    padding: 0 10px;
    cursor: pointer;
    color: var(--muted);
  }
  .choices button:first-child {
    border-left: 0;
  }
  .choices button[aria-checked='true'] {
    background: var(--pressed);
    color: var(--strong);
  }
  .choices button:focus-visible {
    outline-offset: -2px;
  }
`;
