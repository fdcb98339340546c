import { html, nothing, type TemplateResult } from 'lit';

/** One cell of a grid that is drawn on a canvas. */
export interface CanvasGridCell {
  readonly row: number;
  readonly column: number;
  /** All that the canvas shows of the cell, in words. */
  readonly text: string;
  /** Null in a grid whose cells cannot be selected. */
  readonly isSelected: boolean | null;
}

export interface CanvasGridParts {
  readonly label: string;
  readonly rows: number;
  readonly columns: number;
  readonly isMultiselectable: boolean;
  /** The cell that the keys or the pointer are at; null for none. */
  readonly current: CanvasGridCell | null;
  /** What a screen reader hears while no cell is current. */
  readonly emptyText: string;
  readonly onClick: (event: MouseEvent) => void;
  readonly onMove: (event: MouseEvent) => void;
  readonly onLeave: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

/**
 * A canvas that keyboards and screen readers use as a grid: one tab stop, and the current cell's text beside the canvas,
 * out of sight.
 */
export function canvasGrid(parts: CanvasGridParts): TemplateResult {
  const { label, rows, columns, isMultiselectable, current } = parts;
  return html`<div
    class="grid"
    role="grid"
    tabindex="0"
    aria-label=${label}
    aria-rowcount=${rows}
    aria-colcount=${columns}
    aria-multiselectable=${isMultiselectable || nothing}
    aria-activedescendant=${current ? 'current' : nothing}
    @click=${parts.onClick}
    @mousemove=${parts.onMove}
    @mouseleave=${parts.onLeave}
    @keydown=${parts.onKey}
  >
    <canvas></canvas>
    <div role="row" class="visually-hidden" aria-rowindex=${(current?.row ?? 0) + 1}>
      <div
        role="gridcell"
        id="current"
        aria-colindex=${(current?.column ?? 0) + 1}
        aria-selected=${current?.isSelected ?? nothing}
      >
        ${current?.text ?? parts.emptyText}
      </div>
    </div>
  </div>`;
}
