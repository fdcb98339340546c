export const attentionSteps = 16;
export const deltaSteps = 8;

/** Smaller weights are not shown: hundreds of faint tokens would be noise. */
const minWeight = 0.01;

/**
 * The step of the attention ramp for a weight: 1 to 16, or 0 for no colour. Steps are absolute, so that colours compare
 * across queries and heads. They grow with the square root, so a weight of a quarter is half way.
 */
export function attentionStep(weight: number): number {
  if (!(weight >= minWeight)) return 0;
  return Math.min(attentionSteps, Math.ceil(attentionSteps * Math.sqrt(weight)));
}

/** The step for a change of loss, −8 to 8: one step is one nat, 0 is less than half a nat. Negative steps are better. */
export function deltaStep(worsening: number): number {
  if (Number.isNaN(worsening)) return 0;
  const step = Math.min(deltaSteps, Math.round(Math.abs(worsening)));
  return worsening < 0 ? -step : step;
}
