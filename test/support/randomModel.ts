import * as tf from '@tensorflow/tfjs-core';
import { Weights, type TransformerModel } from '../../src/engine/model';
import { plainUnembedding } from '../../src/engine/ops/unembedding';
import { parameterShape } from '../../src/model/architecture/parameterShape';
import { transformerConfig, type TransformerConfig } from '../../src/model/transformerConfig';
import { seededRandom } from '../../src/shared/seededRandom';
import { sizeOfShape } from '../../src/shared/tensorView';

type Given = Partial<Parameters<typeof transformerConfig>[0]>;
type Block = Partial<ReturnType<Parameters<typeof transformerConfig>[0]['block']>>;

/** Two layers of two heads with an MLP and no norm, with a test's changes. */
export function smallConfig(block: Block = {}, model: Given = {}): TransformerConfig {
  return transformerConfig({
    architecture: 'test',
    ...{ nLayers: 2, nHeads: 2, dModel: 4, dHead: 3, dMlp: 5, nCtx: 8, dVocab: 7 },
    block: () => ({ norm: { kind: null, eps: 0 }, attentionScale: 0.5, activation: 'silu', ...block }),
    ...model,
  });
}

const blockWeights = ['attn.W_Q', 'attn.W_K', 'attn.W_V', 'attn.W_O', 'mlp.W_in', 'mlp.W_out'];

/**
 * A model with random weights. `more` names further weights of its blocks. Weights of one name have the same numbers in
 * all models. The caller disposes it.
 */
export function randomModel(config: TransformerConfig, more: readonly string[] = []): TransformerModel {
  const tensors = new Map<string, tf.Tensor>();
  const add = (name: string, prefix = ''): void => {
    const shape = parameterShape(config, name);
    const random = seededRandom(seedOf(prefix + name));
    tensors.set(
      prefix + name,
      tf.tensor(
        Float32Array.from({ length: sizeOfShape(shape) }, () => 2 * random() - 1),
        shape,
      ),
    );
  };
  add('embed.W_E');
  for (let layer = 0; layer < config.nLayers; layer++) {
    for (const name of [...blockWeights, ...more]) add(name, `blocks.${layer}.`);
  }
  add('unembed.W_U');
  const weights = new Weights(tensors);
  return { config, weights, unembedding: plainUnembedding(weights.get('unembed.W_U')) };
}

function seedOf(name: string): number {
  return Array.from(name).reduce((seed, letter) => (31 * seed + letter.charCodeAt(0)) % 2 ** 31, 7);
}

/** A model with given weights. The caller disposes it. */
export function modelOf(
  config: TransformerConfig,
  numbers: Readonly<Record<string, readonly number[]>>,
): TransformerModel {
  const tensors = new Map(
    Object.entries(numbers).map(([name, values]) => [
      name,
      tf.tensor([...values], parameterShape(config, name.replace(/^blocks\.\d+\./, ''))),
    ]),
  );
  const weights = new Weights(tensors);
  const unembedding = plainUnembedding(weights.find('unembed.W_U') ?? tf.zeros([1, 1]));
  return { config, weights, unembedding };
}
