import type { FloatView } from '../shared/tensorView';
import { sizeOfShape } from '../shared/tensorView';
import type { ModelPlan } from './modelSetup';
import { drawNormal, randomStream, streams } from './randomStream';
import { sinusoids } from './sinusoids';

/** Weights by TransformerLens's names, in the engine's shapes: W_Q is [d_model, head·d_head]. */
export type WeightNumbers = ReadonlyMap<string, FloatView>;

const standardDeviation = 0.02;

/**
 * The weights before training: matrices are drawn from N(0, 0.02²), gains are 1, biases and smears 0. Shortformer positions
 * are the fixed sinusoids.
 */
export function initialWeights({ config, parameters }: ModelPlan, seed: number): WeightNumbers {
  return new Map(
    parameters.map(({ parameter, shape }, index) => {
      if (parameter === 'pos_embed.W_pos' && config.embedding.positions === 'shortformer') {
        return [parameter, sinusoids(config.nCtx, config.dModel)];
      }
      const data = new Float32Array(sizeOfShape(shape));
      if (isGain(parameter)) data.fill(1);
      if (shape.length === 2) {
        const random = randomStream(seed, streams.weights, index);
        for (let i = 0; i < data.length; i++) data[i] = standardDeviation * drawNormal(random);
      }
      return [parameter, { shape, data }];
    }),
  );
}

function isGain(parameter: string): boolean {
  return parameter.endsWith('.w');
}
