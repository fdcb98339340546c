import type { ModelPlan } from './modelSetup';

/**
 * Which weights are trained, in the order of the config's parameters. Biases of projections are not: they stay 0, as in
 * the small models of Olsson et al. 2022, so that what a head does is all in its matrices. Nor are fixed positions.
 */
export function trainedParameters({ config, parameters }: ModelPlan): string[] {
  return parameters
    .map(({ parameter }) => parameter)
    .filter(name => !isProjectionBias(name))
    .filter(name => name !== 'pos_embed.W_pos' || config.embedding.positions === 'standard');
}

/** b_Q, b_K, b_V, b_O, b_in, b_out and b_U, but not the bias of a norm. */
export function isProjectionBias(name: string): boolean {
  return /\.b_\w+$/.test(name);
}

/** AdamW's decay is for matrices; pulling gains to 0, or smears to ½, would be a choice about the model. */
export function isDecayed(shape: readonly number[]): boolean {
  return shape.length >= 2;
}
