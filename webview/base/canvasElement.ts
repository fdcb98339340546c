import { css, LitElement, type CSSResultGroup, type PropertyValues } from 'lit';
import { onResize } from './onResize';
import { baseStyle } from './styles';

/** Base of an element that shows one canvas. It draws again when a property or the element's size changes. */
export abstract class CanvasElement extends LitElement {
  static override readonly styles: CSSResultGroup = [
    baseStyle,
    css`
      canvas {
        display: block;
      }
    `,
  ];

  constructor() {
    super();
    onResize(this, () => this.redraw());
  }

  override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this.redraw();
  }

  /** Sizes the canvas and draws on it. Called only while the element has a width. */
  protected abstract draw(canvas: HTMLCanvasElement): void;

  protected redraw(): void {
    const { canvas } = this;
    if (canvas && this.clientWidth > 0) this.draw(canvas);
  }

  /** Where the pointer is, in CSS pixels from the canvas's upper left corner. */
  protected pointOf(event: MouseEvent): { readonly x: number; readonly y: number } | null {
    const place = this.canvas?.getBoundingClientRect();
    return place ? { x: event.clientX - place.left, y: event.clientY - place.top } : null;
  }

  protected get canvas(): HTMLCanvasElement | null {
    return this.renderRoot.querySelector('canvas');
  }
}
