export const attentionSteps = 16;
export const deltaSteps = 8;

/** Weights below this are not shown: 512 faint tokens are noise. */
const minWeight = 0.01;

/**
 * The step of the attention ramp for a weight, 1 to 16, or 0 for none. Absolute, so that colours compare across queries
 * and heads; by the square root, so that a quarter is half way.
 */
export function attentionStep(weight: number): number {
  if (!(weight >= minWeight)) return 0;
  return Math.min(attentionSteps, Math.ceil(attentionSteps * Math.sqrt(weight)));
}

/** The step for a change, −8 to 8: one nat a step, 0 below half a nat. Negative is better. */
export function deltaStep(worsening: number): number {
  if (Number.isNaN(worsening)) return 0;
  const step = Math.min(deltaSteps, Math.round(Math.abs(worsening)));
  return worsening < 0 ? -step : step;
}
