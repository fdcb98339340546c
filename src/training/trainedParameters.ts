import type { ModelPlan } from './modelSetup';

/**
 * The names of the trained weights, in the order of the config's parameters. Biases of projections stay 0, as in the small
 * models of Olsson et al. 2022, so that a head's matrices are all that it does. Fixed positions are not trained either.
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

/** AdamW decays matrices only: decay would pull gains to 0 and smears to ½, which changes the model. */
export function isDecayed(shape: readonly number[]): boolean {
  return shape.length >= 2;
}
