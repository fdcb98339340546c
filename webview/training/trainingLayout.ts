/**
 * Height of everything but the two panels when the curves stand beside the header: the reading line, titles, axis, notes
 * and the margins of the view, px.
 */
const heightBesidePanels = 138;
const minWidthForBeside = 640;
const maxHeightForBeside = 560;

export interface TrainingLayout {
  /** Whether the curves stand beside the header, as in VS Code's panel, which is wide and low. Else they stand below it. */
  readonly isBeside: boolean;
  /** Height of each of the two panels, px. */
  readonly panelHeight: number;
}

/** Shows both curves and the snapshots without scrolling, wherever the user puts the view. */
export function trainingLayout(width: number, height: number): TrainingLayout {
  const isBeside = width >= minWidthForBeside && height < maxHeightForBeside;
  const room = isBeside ? (height - heightBesidePanels) / 2 : width * 0.3;
  return { isBeside, panelHeight: Math.round(Math.min(168, Math.max(isBeside ? 48 : 88, room))) };
}
