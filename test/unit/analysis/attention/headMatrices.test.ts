import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headMatrices, type PassOfModel } from '../../../../src/analysis/attention/headMatrices';
import { blockHook, finalScaleHook } from '../../../../src/engine/hooks';
import { disposeModel, type TransformerModel } from '../../../../src/engine/model';
import type { PairValue } from '../../../../src/shared/contracts/engineContract';
import { allHeads, type HeadRef } from '../../../../src/shared/heads';
import { startTestBackend } from '../../../support/backends';
import { fixture, largestDifference } from '../../../support/fixtures';
import { loadFolder, runClean } from '../../../support/runModel';

/** The float32 rounding of a tiny model. */
const rounding = 2e-5;
const ids = { shape: [1, 20], data: Int32Array.from({ length: 20 }, (_, i) => (13 * i) % 41) };
const positions = 20;

async function matrices(pass: PassOfModel, heads: readonly HeadRef[], pairValue: PairValue) {
  const all: Float32Array[] = [];
  for await (const matrix of headMatrices(pass, heads, pairValue)) all.push(matrix.slice());
  return all;
}

/** A model without MLP with LN, one with grouped queries and RMS, and one with value biases and GPT-2's layout. */
describe.each(['hooked/attn_rotary', 'llama', 'gpt2'])('headMatrices on %s', name => {
  let pass: PassOfModel;
  let model: TransformerModel;
  let heads: HeadRef[];

  beforeAll(async () => {
    await startTestBackend('cpu');
    model = await loadFolder(fixture('goldens', name));
    pass = { model, cache: await runClean(model, ids), ids };
    heads = allHeads({ nLayers: model.config.nLayers, nHeads: model.config.nHeads });
  });
  afterAll(() => disposeModel(model));

  it('gives the pattern for attention', async () => {
    const all = await matrices(pass, heads, 'attention');
    for (let layer = 0; layer < model.config.nLayers; layer++) {
      const ofLayer = all.filter((_, index) => heads[index]?.layer === layer);
      const together = Float32Array.from(ofLayer.flatMap(matrix => Array.from(matrix)));
      expect(together).toEqual(pass.cache.get(blockHook(layer, 'attn.hook_pattern')).data);
    }
  });

  it('gives the pattern times the norm of the moved vector for value-weighted attention', async () => {
    const { nHeads, nKeyValueHeads, dHead } = model.config;
    for (const head of heads) {
      const [weighted = new Float32Array()] = await matrices(pass, [head], 'valueWeighted');
      const v = pass.cache.get(blockHook(head.layer, 'attn.hook_v')); // [1, position, key-value head, d_head]
      const output = rowsOf(model, `blocks.${head.layer}.attn.W_O`);
      const pattern = pass.cache.get(blockHook(head.layer, 'attn.hook_pattern')).data;
      const stored = Math.floor(head.head / (nHeads / nKeyValueHeads));
      const expected = weighted.map((_, cell) => {
        const key = cell % positions;
        const value = v.data.subarray(
          (key * nKeyValueHeads + stored) * dHead,
          (key * nKeyValueHeads + stored + 1) * dHead,
        );
        const moved = combined(value, output.slice(head.head * dHead, (head.head + 1) * dHead));
        return (pattern[head.head * positions * positions + cell] ?? 0) * Math.hypot(...moved);
      });
      expect(largestDifference(weighted, expected)).toBeLessThan(rounding);
    }
  });

  it('sums, for logit attribution, over the keys to what the head adds to the next token’s logit', async () => {
    const { nHeads, dHead, dVocab } = model.config;
    const norm = model.config.finalNorm.kind;
    const gain = model.weights.find('ln_final.w')?.dataSync<'float32'>();
    const unembedding = model.unembedding.columns(Array.from({ length: dVocab }, (_, id) => id));
    const columns = (await unembedding.array()) as number[][]; // [d_model][token]
    unembedding.dispose();
    for (const [index, head] of heads.entries()) {
      const [matrix = new Float32Array()] = await matrices(pass, [heads[index] ?? head], 'logitAttribution');
      const z = pass.cache.get(blockHook(head.layer, 'attn.hook_z')); // [1, position, head, d_head]
      const output = rowsOf(model, `blocks.${head.layer}.attn.W_O`).slice(head.head * dHead, (head.head + 1) * dHead);
      const scale = pass.cache.get(finalScaleHook).data;
      for (let query = 0; query < positions - 1; query++) {
        const at = (query * nHeads + head.head) * dHead;
        const write = combined(z.data.subarray(at, at + dHead), output);
        const mean = norm === 'RMS' ? 0 : write.reduce((sum, x) => sum + x, 0) / write.length;
        const normalized = write.map((x, i) => ((x - mean) / (scale[query] ?? 1)) * (gain?.[i] ?? 1));
        const logits = Array.from({ length: dVocab }, (_, token) =>
          normalized.reduce((sum, x, i) => sum + x * (columns[i]?.[token] ?? 0), 0),
        );
        const centred = (logits[ids.data[query + 1] ?? 0] ?? 0) - logits.reduce((sum, x) => sum + x, 0) / dVocab;
        const row = matrix.subarray(query * positions, (query + 1) * positions);
        expect(Math.abs(row.reduce((sum, x) => sum + x, 0) - centred)).toBeLessThan(1e-4);
        expect(row.subarray(query + 1).every(x => x === 0)).toBe(true);
      }
    }
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await matrices(pass, heads.slice(0, 2), 'valueWeighted');
    await matrices(pass, heads.slice(0, 2), 'logitAttribution');
    // The first matrix is computed and the generator ends early.
    for await (const matrix of headMatrices(pass, heads, 'logitAttribution')) if (matrix.length > 0) break;
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** The rows of a matrix. */
function rowsOf(model: TransformerModel, name: string): number[][] {
  return model.weights.get(name).arraySync() as number[][];
}

/** The sum of rows with weights. */
function combined(weights: Float32Array, rows: readonly (readonly number[])[]): number[] {
  const width = rows[0]?.length ?? 0;
  return Array.from({ length: width }, (_, column) =>
    rows.reduce((sum, row, i) => sum + (weights[i] ?? 0) * (row[column] ?? 0), 0),
  );
}
