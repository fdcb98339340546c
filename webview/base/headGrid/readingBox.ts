import { css, html, type TemplateResult } from 'lit';
import type { Box } from './headGridPlan';

/** A box beside the head that the pointer or the keyboard is at. Screen readers hear the same from the grid's cell. */
export function readingBox(content: TemplateResult): TemplateResult {
  return html`<div class="reading" aria-hidden="true">${content}</div>`;
}

/** Moves a rendered reading box beside a head; `place` is the head's rectangle in the window. */
export function placeReadingBox(box: HTMLElement, place: Box): void {
  const { left, top } = readingBoxCorner(place, box.getBoundingClientRect(), {
    width: window.innerWidth,
    height: window.innerHeight,
  });
  box.style.left = `${left}px`;
  box.style.top = `${top}px`;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Below the head, or above it if there is no room below; 6 px away from it and 4 px or more from the window's sides. */
export function readingBoxCorner(head: Box, box: Size, window: Size): { readonly left: number; readonly top: number } {
  const below = head.y + head.height + 6;
  return {
    left: Math.max(4, Math.min(head.x, window.width - box.width - 4)),
    top: below + box.height > window.height ? head.y - box.height - 6 : below,
  };
}

export const readingBoxStyle = css`
  .reading {
    position: fixed;
    z-index: 30;
    pointer-events: none;
    max-width: min(320px, calc(100vw - 16px));
    padding: 4px 8px;
    border: 1px solid var(--vscode-editorHoverWidget-border, var(--hairline));
    border-radius: 3px;
    background: var(--vscode-editorHoverWidget-background);
    color: var(--vscode-editorHoverWidget-foreground);
    font-size: 12px;
    line-height: 18px;
  }
`;
