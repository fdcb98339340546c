// Measures time and memory of a forward pass that keeps all patterns. The model has the shape of GPT-2 small and random
// weights; the time is the median of several runs. run.mjs starts this in a new process for each backend and number of
// tokens, because a backend does not give its memory back.
import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '../../src/engine/backends/backend';
import { blockHook, finalNormalizedHook, noHooks } from '../../src/engine/hooks';
import { predict } from '../../src/engine/readout/logits';
import { Weights, type TransformerModel } from '../../src/engine/model';
import { blockedUnembedding, tiedUnembedding } from '../../src/engine/ops/unembedding';
import { runTransformer } from '../../src/engine/transformer';
import { transposed } from '../../src/model/weightLayout';
import type { BackendName } from '../../src/shared/contracts/engineContract';
import { seededRandom } from '../../src/shared/seededRandom';
import { transformerConfig } from '../../src/model/transformerConfig';

const nLayers = 12;
const dModel = 768;
const dMlp = 3072;
const dVocab = 50257;

const config = transformerConfig({
  architecture: 'gpt2',
  ...{ nLayers, nHeads: 12, dModel, dHead: 64, dMlp, nCtx: 1024, dVocab },
  embedding: { positions: 'standard' },
  block: () => ({ norm: { kind: 'LN', eps: 1e-5 }, activation: 'gelu_new', attentionScale: 1 / 8 }),
  tiedEmbeddings: true,
});

function randomModel(): TransformerModel {
  const random = seededRandom(1);
  const numbers = (length: number): Float32Array => Float32Array.from({ length }, () => (random() - 0.5) * 0.04);
  const weights = new Map<string, tf.Tensor>();
  const add = (name: string, ...shape: number[]): void =>
    void weights.set(name, tf.tensor(numbers(shape.reduce((product, length) => product * length, 1)), shape));
  const embedding = numbers(dVocab * dModel);
  weights.set('embed.W_E', tf.tensor(embedding, [dVocab, dModel]));
  add('pos_embed.W_pos', 1024, dModel);
  for (let layer = 0; layer < nLayers; layer++) {
    const block = `blocks.${layer}`;
    for (const name of ['ln1.w', 'ln1.b', 'ln2.w', 'ln2.b', 'mlp.b_out']) add(`${block}.${name}`, dModel);
    for (const name of ['Q', 'K', 'V', 'O']) {
      add(`${block}.attn.W_${name}`, dModel, dModel);
      add(`${block}.attn.b_${name}`, dModel);
    }
    add(`${block}.mlp.W_in`, dModel, dMlp);
    add(`${block}.mlp.b_in`, dMlp);
    add(`${block}.mlp.W_out`, dMlp, dModel);
  }
  for (const name of ['ln_final.w', 'ln_final.b']) add(name, dModel);
  const all = new Weights(weights);
  const unembedding =
    tf.getBackend() === 'wasm'
      ? blockedUnembedding(transposed(dVocab, dModel)(embedding), dModel, dVocab)
      : tiedUnembedding(all.get('embed.W_E'));
  return { config, weights: all, unembedding };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

async function main(backend: BackendName, positions: number, runs: number): Promise<void> {
  const places = { tensorflow: { folders: [], packageBase: process.cwd() }, wasmFolder: `${process.cwd()}/dist` };
  await startBackend(backend, places);
  const model = randomModel();
  const ids = { shape: [1, positions], data: Int32Array.from({ length: positions }, (_, i) => (i * 7919) % dVocab) };
  const capture = new Set([finalNormalizedHook]);
  for (let layer = 0; layer < nLayers; layer++) capture.add(blockHook(layer, 'attn.hook_pattern'));
  const { signal } = new AbortController();
  const milliseconds: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const start = performance.now();
    const pass = await runTransformer(model, ids, { hooks: { ...noHooks, capture }, signal });
    await predict(model, [pass.get(finalNormalizedHook)], ids, 5, signal);
    // The first run does not count: it packs the weights and warms up.
    if (run > 0) milliseconds.push(performance.now() - start);
  }
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(`${JSON.stringify({ milliseconds: median(milliseconds), peakMegabytes })}\n`);
}

const [backend = 'wasm', positions = '128', runs = '5'] = process.argv.slice(2);
void main(
  backend === 'tensorflow' ? 'tensorflow' : backend === 'cpu' ? 'cpu' : 'wasm',
  Number(positions),
  Number(runs),
);
