import { css, html, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { noop } from '../base/noop';
import { baseStyle } from '../base/styles';
import { movedBy, nearestTo } from '../base/plot/nearest';
import { wholeText } from '../base/plot/numbers';
import { axisHeight, type SnapshotPlace } from '../base/plot/plotPlan';

/** Marks can lie closer together than a pointer can tell; farther away from one nothing is meant. */
const reach = 12;

/** The marks of the snapshots on the axis, to be chosen. Drawn by the plot; one tab stop, arrows go from one to the next. */
export class SnapshotStrip extends LitElement {
  @property({ attribute: false }) accessor places: readonly SnapshotPlace[] = [];
  @property({ attribute: false }) accessor onUse: (step: number) => void = noop;
  /** Called with the one under the pointer or in focus. */
  @property({ attribute: false }) accessor onPoint: (step: number | null) => void = noop;
  @state() private accessor current: number | null = null;
  @state() private accessor isNear = false;

  static override readonly styles = [
    baseStyle,
    css`
      :host {
        display: block;
        height: ${axisHeight}px;
      }
      div {
        position: relative;
        height: 100%;
      }
      .near {
        cursor: pointer;
      }
      span {
        position: absolute;
        top: 0;
        width: ${axisHeight}px;
        height: ${axisHeight}px;
        border-radius: 2px;
        pointer-events: none;
      }
      /* Around the mark, not around all that can be clicked. */
      span:focus-visible {
        outline: none;
      }
      span:focus-visible::before {
        content: '';
        position: absolute;
        inset: -1px auto auto 5px;
        width: 14px;
        height: 13px;
        border: 1px solid var(--vscode-focusBorder);
        border-radius: 2px;
      }
    `,
  ];

  override render(): TemplateResult {
    const { places } = this;
    const stop = this.stop;
    return html`<div
      role="radiogroup"
      aria-label="Snapshots"
      class=${this.isNear ? 'near' : ''}
      @click=${this.onClick}
      @keydown=${this.onKey}
      @pointermove=${(event: PointerEvent) => this.pointAt(this.near(event))}
      @pointerleave=${() => this.pointAt(null)}
    >
      ${places.map(
        ({ step, x, isActive }) =>
          html`<span
            role="radio"
            aria-checked=${isActive}
            aria-label="Snapshot of step ${wholeText(step)}"
            data-step=${step}
            tabindex=${step === stop ? 0 : -1}
            .style=${`left: ${x - axisHeight / 2}px`}
            @focus=${() => this.onPoint(step)}
            @blur=${() => this.onPoint(null)}
          ></span>`,
      )}
    </div>`;
  }

  /** The one that Tab leads to. */
  private get stop(): number | null {
    const { places } = this;
    const held = places.find(({ step }) => step === this.current) ?? places.find(({ isActive }) => isActive);
    return (held ?? places.at(-1))?.step ?? null;
  }

  private near(event: MouseEvent): number | null {
    const x = event.clientX - this.getBoundingClientRect().left;
    const nearest = nearestTo(
      this.places.map(place => place.x),
      x,
    );
    const place = nearest === null ? undefined : this.places[nearest];
    return place && Math.abs(place.x - x) <= reach ? place.step : null;
  }

  private pointAt(step: number | null): void {
    this.isNear = step !== null;
    this.onPoint(step);
  }

  private readonly onClick = (event: MouseEvent): void => {
    // Not made by a pointer: it comes from a mark itself.
    const step = event.detail === 0 ? stepOf(event.target) : this.near(event);
    if (step !== null) this.use(step);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const { places } = this;
    const at = places.findIndex(({ step }) => step === stepOf(event.target));
    const place = places[at];
    if (!place) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return this.use(place.step);
    }
    const to = movedBy(event.key, at, places.length);
    const next = to === null ? null : places[to];
    if (!next) return;
    event.preventDefault();
    this.current = next.step;
    this.renderRoot.querySelector<HTMLElement>(`[data-step="${next.step}"]`)?.focus();
  };

  private use(step: number): void {
    this.current = step;
    this.onUse(step);
  }
}

function stepOf(target: EventTarget | null): number | null {
  const step = target instanceof HTMLElement ? target.dataset.step : undefined;
  return step === undefined ? null : Number(step);
}
