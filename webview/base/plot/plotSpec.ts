import type { Theme } from '../theme';
import type { AxisScale } from './xAxis';

/** What a plot shows, as data without pixels: panels over one another on one horizontal axis. */
export interface PlotSpec {
  readonly x: XSpec;
  /** From top to bottom. */
  readonly panels: readonly PanelSpec[];
  /** Stretches of the horizontal axis that are shaded in every panel. */
  readonly bands: readonly BandSpec[];
  /** Marks below the horizontal axis. */
  readonly marks: readonly MarkSpec[];
}

export interface XSpec {
  /** "training step"; `shortName` is "step". */
  readonly name: string;
  readonly shortName: string;
  /** The name of the column in a CSV file. */
  readonly column: string;
  /** The x of each point: whole numbers from 0, ascending. */
  readonly values: readonly number[];
  readonly scale: AxisScale;
  /** The axis reaches at least this far, also while the points do not. */
  readonly end: number;
}

export interface PanelSpec {
  readonly title: string;
  /** For a plot in which the title has no room. */
  readonly narrowTitle: string;
  /** Null for a number without a unit. */
  readonly unit: string | null;
  readonly range: RangeSpec;
  readonly series: readonly SeriesSpec[];
  /** Horizontal lines. */
  readonly thresholds: readonly ThresholdSpec[];
}

/**
 * The vertical range. "fixed" is the same for all data, so that plots compare. "fromZero" ends above the largest value, or
 * at `emptyEnd` while there is no value.
 */
export type RangeSpec =
  | { readonly kind: 'fixed'; readonly start: number; readonly end: number; readonly ticks: readonly number[] }
  | { readonly kind: 'fromZero'; readonly emptyEnd: number };

export interface SeriesSpec {
  /** "held-out loss"; `shortName` is "loss". */
  readonly name: string;
  readonly shortName: string;
  /** The name of the column in a CSV file. */
  readonly column: string;
  /** The value at each x of the plot; null for a missing value, which interrupts the line. */
  readonly values: readonly (number | null)[];
  readonly ink: InkName;
  /** Width of the line, px. */
  readonly width: number;
}

export interface ThresholdSpec {
  readonly value: number;
  readonly label: string;
}

export interface BandSpec {
  readonly from: number;
  readonly to: number;
  readonly ink: InkName;
}

export interface MarkSpec {
  readonly at: number;
  readonly isActive: boolean;
}

/** A colour of the theme that can be read on its background. */
export type InkName = keyof Pick<Theme, 'foreground' | 'muted' | 'attentionInk' | 'lossInk' | 'gainInk'>;

/** The title with its unit: "held-out loss, nats". */
export function panelTitle(
  { title, narrowTitle, unit }: Pick<PanelSpec, 'title' | 'narrowTitle' | 'unit'>,
  isNarrow: boolean,
): string {
  const name = isNarrow ? narrowTitle : title;
  return unit === null ? name : `${name}, ${unit}`;
}
