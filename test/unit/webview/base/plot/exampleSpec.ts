import type { PanelSpec, PlotSpec, XSpec } from '../../../../../webview/base/plot/plotSpec';

/** Four points at 0, 10, 300 and 350 of an axis that ends at 650. */
export function x(changes: Partial<XSpec> = {}): XSpec {
  return {
    ...{ name: 'training step', shortName: 'step', column: 'step' },
    ...{ values: [0, 10, 300, 350], scale: 'linear', end: 650 },
    ...changes,
  };
}

/** A panel whose range follows from its values. */
export function losses(values: readonly (number | null)[] = [4.18, 4.1, 3.6, 2.6]): PanelSpec {
  return {
    ...{ title: 'held-out loss', narrowTitle: 'loss', unit: 'nats' },
    range: { kind: 'fromZero', emptyEnd: 4 },
    series: [{ name: 'held-out loss', shortName: 'loss', column: 'loss', values, ink: 'foreground', width: 1.5 }],
    thresholds: [],
  };
}

/** A panel with a fixed range and a threshold at 0.3. */
export function shares(values: readonly (number | null)[] = [0.031, 0.031, 0.09, 0.48]): PanelSpec {
  return {
    ...{ title: 'share of heads', narrowTitle: 'share', unit: null },
    range: { kind: 'fixed', start: 0, end: 1, ticks: [0, 0.5, 1] },
    series: [{ name: 'share', shortName: 'share', column: 'share', values, ink: 'attentionInk', width: 2 }],
    thresholds: [{ value: 0.3, label: 'threshold 0.3' }],
  };
}

export function plotSpec(changes: Partial<PlotSpec> = {}): PlotSpec {
  return { x: x(), panels: [losses(), shares()], bands: [], marks: [], ...changes };
}
