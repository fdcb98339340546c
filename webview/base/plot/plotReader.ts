import { html, nothing, type TemplateResult } from 'lit';
import { nearestTo } from './nearest';
import type { PlotPlan } from './plotPlan';
import type { PlotReading } from './plotReading';

export interface PlotReaderParts {
  readonly plan: PlotPlan;
  /** The x of each point, ascending. */
  readonly xs: readonly number[];
  readonly reading: PlotReading;
  readonly label: string;
  /** What a screen reader says at the point of this index. */
  readonly textAt: (index: number) => string;
  /** Called when another point is read. */
  readonly onRead: () => void;
}

/** Lies over all panels of a plot and moves its reading: by pointer, and by keys as a slider. Needs `plotStyle`. */
export function plotReader({ plan, xs, reading, label, textAt, onRead }: PlotReaderParts): TemplateResult {
  const { axis, top, bottom } = plan;
  const shown = reading.index(xs) ?? xs.length - 1;
  const after = (change: () => void) => (): void => {
    change();
    onRead();
  };
  return html`<div
    class="reader"
    role="slider"
    tabindex="0"
    aria-label=${label}
    aria-valuemin=${xs[0] ?? 0}
    aria-valuemax=${xs.at(-1) ?? 0}
    aria-valuenow=${xs[shown] ?? 0}
    aria-valuetext=${xs.length > 0 ? textAt(shown) : nothing}
    .style=${`left: ${axis.left}px; width: ${axis.right - axis.left}px; top: ${top}px; height: ${bottom - top}px`}
    @keydown=${(event: KeyboardEvent) => {
      if (!reading.press(event.key, xs)) return;
      event.preventDefault();
      onRead();
    }}
    @focus=${after(() => reading.focus(xs))}
    @click=${after(() => reading.choosePointed())}
    @blur=${after(() => reading.blur())}
    @pointermove=${(event: PointerEvent) => {
      if (!(event.currentTarget instanceof HTMLElement)) return;
      const x = axis.left + event.clientX - event.currentTarget.getBoundingClientRect().left;
      const nearest = nearestTo(plan.xs, x);
      reading.point(nearest === null ? null : (xs[nearest] ?? null));
      onRead();
    }}
    @pointerleave=${after(() => reading.point(null))}
  ></div>`;
}
