import { html, nothing, svg, type TemplateResult } from 'lit';
import { isSignedColumn, type ScoreColumn } from './columns';
import { headReading, readingLine } from '../headReading';
import { isChance, readingOf, type HeadRow, type HeadTable, type Reading } from '../headTable';
import { isSigned, rangeOf, valueText } from '../recipeText';

/** A score: the number, then a bar, with a dashed line at chance and a whisker for one standard error. */
export function scoreCell(table: HeadTable, column: ScoreColumn, row: HeadRow): TemplateResult {
  const { recipe, isChange } = column;
  const reading = readingOf(table, recipe, row.index);
  const shown = isChange ? (reading.change ?? NaN) : reading.value;
  const bar = scoreBar(column, reading);
  const before = reading.change === null || isChange ? null : reading.before;
  const isWeak = !isChange && isChance(reading);
  return html`<div
    role="gridcell"
    class="cell ${before === null ? '' : 'pair'}"
    data-column=${column.key}
    title=${readingLine(headReading(table, recipe, row))}
  >
    <span class="number ${isWeak ? 'weak' : 'strong'}"
      >${before === null ? nothing : html`<span class="muted">${valueText(before, isSigned(recipe))} → </span>`}${valueText(
        shown,
        isSignedColumn(column),
      )}</span
    >
    ${
      bar
        ? html`<svg class="bar" width="100%" height="22" aria-hidden="true">
            ${bar.chance === null ? nothing : svg`<line class="chance" x1="${bar.chance}%" x2="${bar.chance}%" y1="0" y2="22" />`}
            <rect class=${bar.hue} x="${bar.from}%" width="${bar.to - bar.from}%" y="8" height="6" rx="1" />
            ${bar.before === null ? nothing : svg`<line class="before" x1="${bar.before}%" x2="${bar.before}%" y1="5" y2="17" />`}
            ${bar.error ? whisker(bar.error) : nothing}
          </svg>`
        : html`<span class="skeleton"></span>`
    }
  </div>`;
}

/** The bar beside a number, in percent of the cell's width. */
export interface ScoreBar {
  readonly from: number;
  readonly to: number;
  readonly hue: 'attention' | 'gain' | 'loss';
  /** One standard error to each side; null if it is not known. */
  readonly error: readonly [number, number] | null;
  readonly chance: number | null;
  /** The value of the whole model; null if the table does not show the change. */
  readonly before: number | null;
}

/** Null without a value. The range is fixed, so that the bars of a model without such heads are short. */
export function scoreBar(column: ScoreColumn, reading: Reading): ScoreBar | null {
  const { recipe, isChange } = column;
  const value = isChange ? (reading.change ?? NaN) : reading.value;
  if (Number.isNaN(value)) return null;
  const [low, high] = rangeOf(recipe, isChange);
  const at = (number: number): number => Math.min(100, Math.max(0, ((number - low) / (high - low)) * 100));
  const zero = isSignedColumn(column) ? at(0) : 0;
  const end = at(value);
  const { error, chance, before } = reading;
  return {
    from: Math.min(zero, end),
    to: Math.max(zero, end),
    hue: isSignedColumn(column) ? (value < 0 ? 'loss' : 'gain') : 'attention',
    error: isChange || Number.isNaN(error) ? null : [at(value - error), at(value + error)],
    chance: isChange ? at(0) : chance === null ? null : at(chance),
    before: isChange || reading.change === null || Number.isNaN(before) ? null : at(before),
  };
}

function whisker([from, to]: readonly [number, number]): TemplateResult {
  return svg`<line class="error" x1="${from}%" x2="${to}%" y1="11" y2="11" />
    <line class="error" x1="${from}%" x2="${from}%" y1="8" y2="14" />
    <line class="error" x1="${to}%" x2="${to}%" y1="8" y2="14" />`;
}
