import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../shared/errors';
import { sizeOfShape } from '../shared/tensorView';
import { parameterShape } from '../model/architecture/parameterShape';
import { plainRotary, transformerConfig } from '../model/transformerConfig';
import { blockHook, finalNormalizedHook, noHooks } from './hooks';
import { allLogits } from './readout/logits';
import { disposeModel, Weights, type TransformerModel } from './model';
import { plainUnembedding } from './ops/unembedding';
import { runTransformer } from './transformer';

/** From test/fixtures/make_self_check.py (numpy, float64): last position's logits, and L1H3's last row of attention. */
const expectedLogits = [
  -0.030316, 0.40221, 0.645571, 0.585309, 0.249767, -0.203244, -0.560666, -0.654398, -0.440357, -0.019209, 0.410974,
];
const expectedPattern = [0.169566, 0.149838, 0.154382, 0.160818, 0.18142, 0.183976];
/** The largest error that logits and patterns may have on any backend. */
const tolerance = 1e-4;

/**
 * Runs a tiny model whose numbers are known, with grouped queries, partial rotation, a gated MLP and biases, on the
 * backend that has just started. Throws `backend-unavailable` if they differ: backends have been wrong in silence
 * (TransformerLens issue 1178, wasm's fused bias), and a wrong number is worse than none.
 */
export async function checkBackend(name: string): Promise<void> {
  const { signal } = new AbortController();
  const model = waveModel();
  try {
    const ids = { shape: [1, 6], data: Int32Array.of(3, 1, 4, 1, 5, 9) };
    const patternHook = blockHook(1, 'attn.hook_pattern');
    const hooks = { ...noHooks, capture: new Set([patternHook, finalNormalizedHook]) };
    const cache = await runTransformer(model, ids, { hooks, signal });
    const logits = await allLogits(model, cache.get(finalNormalizedHook), signal);
    const worst = Math.max(
      largestDifference(logits.data.subarray(-expectedLogits.length), expectedLogits),
      largestDifference(cache.get(patternHook).data.subarray(-expectedPattern.length), expectedPattern),
    );
    if (!(worst <= tolerance)) {
      throw new AppError(
        'backend-unavailable',
        `The ${name} backend computes a known model wrong (by ${worst.toPrecision(2)}), so no number of it is shown.`,
      );
    }
  } finally {
    disposeModel(model);
  }
}

function largestDifference(numbers: Float32Array, expected: readonly number[]): number {
  // Math.max gives NaN if one number is NaN, which fails the comparison above.
  return Math.max(...expected.map((value, i) => Math.abs((numbers[i] ?? NaN) - value)));
}

const block = {
  norm: { kind: 'LN', eps: 1e-5 },
  attentionScale: 0.5,
  rotary: plainRotary([1]),
  activation: 'gelu_new',
  gatedMlp: true,
} as const;
const config = transformerConfig({
  architecture: 'self-check',
  ...{ nLayers: 2, nHeads: 4, nKeyValueHeads: 2, dModel: 8, dHead: 4, dMlp: 16, nCtx: 6, dVocab: 11 },
  block: () => block,
});

/** In the order in which the reference makes them. */
const blockWeights = [
  ...['ln1.w', 'ln1.b', 'attn.W_Q', 'attn.b_Q', 'attn.W_K', 'attn.b_K', 'attn.W_V', 'attn.b_V', 'attn.W_O', 'attn.b_O'],
  ...['ln2.w', 'ln2.b', 'mlp.W_in', 'mlp.b_in', 'mlp.W_gate', 'mlp.b_gate', 'mlp.W_out', 'mlp.b_out'],
];

/** Weights that are waves, in the same order as in the reference. */
function waveModel(): TransformerModel {
  const tensors = new Map<string, tf.Tensor>();
  const add = (name: string, prefix = ''): void => {
    const shape = parameterShape(config, name);
    const order = tensors.size + 1;
    const wave = Float32Array.from({ length: sizeOfShape(shape) }, (_, i) => 0.5 * Math.sin(0.7 * i + order));
    tensors.set(prefix + name, tf.tensor(wave, shape));
  };
  add('embed.W_E');
  for (let layer = 0; layer < config.nLayers; layer++) {
    for (const name of blockWeights) add(name, `blocks.${layer}.`);
  }
  for (const name of ['ln_final.w', 'ln_final.b', 'unembed.W_U']) add(name);
  const weights = new Weights(tensors);
  return { config, weights, unembedding: plainUnembedding(weights.get('unembed.W_U')) };
}
