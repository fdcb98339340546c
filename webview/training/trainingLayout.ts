/** Of what stands beside the two curves over one another: what is read, titles, axis, notes and the view's own edge. */
const besideCurves = 138;
const minBesideWidth = 640;
const maxBesideHeight = 560;

export interface TrainingLayout {
  /** Curves beside what is trained, as in VS Code's panel, which is wide and low; else below it. */
  readonly isBeside: boolean;
  /** Of each of the two curves, pixels. */
  readonly panelHeight: number;
}

/** So that both curves and the snapshots are seen without scrolling wherever the view is put. */
export function trainingLayout(width: number, height: number): TrainingLayout {
  const isBeside = width >= minBesideWidth && height < maxBesideHeight;
  const room = isBeside ? (height - besideCurves) / 2 : width * 0.3;
  return { isBeside, panelHeight: Math.round(Math.min(168, Math.max(isBeside ? 48 : 88, room))) };
}
