import { css, html, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import * as l10n from '@vscode/l10n';
import { noop } from '../base/noop';
import { movedBy } from '../base/plot/listKeys';
import { nearestTo } from '../base/plot/nearest';
import { wholeText } from '../base/plot/numbers';
import { axisHeight, type MarkPlace } from '../base/plot/plotPlan';
import { baseStyle } from '../base/styles';

/** A pointer within this distance of a mark means the nearest mark, px. */
const reach = 12;

/** Lets the user choose a snapshot by its mark on the axis, which the plot draws. It is one tab stop; arrows move between the marks. */
export class SnapshotStrip extends LitElement {
  @property({ attribute: false }) accessor marks: readonly MarkPlace[] = [];
  @property({ attribute: false }) accessor onUse: (step: number) => void = noop;
  /** Called with the step of the snapshot under the pointer or in focus. */
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
      /* Around the mark, not around the whole area that takes clicks. */
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
    const { marks } = this;
    const stop = this.stop;
    return html`<div
      role="radiogroup"
      aria-label=${l10n.t('Snapshots')}
      class=${this.isNear ? 'near' : ''}
      @click=${this.onClick}
      @keydown=${this.onKey}
      @pointermove=${(event: PointerEvent) => this.pointAt(this.near(event))}
      @pointerleave=${() => this.pointAt(null)}
    >
      ${marks.map(
        ({ at, x, isActive }) =>
          html`<span
            role="radio"
            aria-checked=${isActive}
            aria-label=${l10n.t('Snapshot of step {0}', wholeText(at))}
            data-step=${at}
            tabindex=${at === stop ? 0 : -1}
            .style=${`left: ${x - axisHeight / 2}px`}
            @focus=${() => this.onPoint(at)}
            @blur=${() => this.onPoint(null)}
          ></span>`,
      )}
    </div>`;
  }

  /** Step of the snapshot that Tab focuses. */
  private get stop(): number | null {
    const { marks } = this;
    const held = marks.find(({ at }) => at === this.current) ?? marks.find(({ isActive }) => isActive);
    return (held ?? marks.at(-1))?.at ?? null;
  }

  private near(event: MouseEvent): number | null {
    const x = event.clientX - this.getBoundingClientRect().left;
    const nearest = nearestTo(
      this.marks.map(place => place.x),
      x,
    );
    const place = nearest === null ? undefined : this.marks[nearest];
    return place && Math.abs(place.x - x) <= reach ? place.at : null;
  }

  private pointAt(step: number | null): void {
    this.isNear = step !== null;
    this.onPoint(step);
  }

  private readonly onClick = (event: MouseEvent): void => {
    // A click without a pointer comes from a mark, one with a pointer from the strip.
    const step = event.detail === 0 ? stepOf(event.target) : this.near(event);
    if (step !== null) this.use(step);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const { marks } = this;
    const focused = stepOf(event.target);
    const index = marks.findIndex(({ at }) => at === focused);
    const place = marks[index];
    if (!place) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return this.use(place.at);
    }
    const to = movedBy(event.key, index, marks.length);
    const next = to === null ? null : marks[to];
    if (!next) return;
    event.preventDefault();
    this.current = next.at;
    this.renderRoot.querySelector<HTMLElement>(`[data-step="${next.at}"]`)?.focus();
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
