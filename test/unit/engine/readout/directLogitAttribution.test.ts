import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { blockHook, finalNormalizedHook, finalScaleHook, noHooks } from '../../../../src/engine/hooks';
import { disposeModel } from '../../../../src/engine/model';
import { DirectLogitAttribution } from '../../../../src/engine/readout/directLogitAttribution';
import { allLogits } from '../../../../src/engine/readout/logits';
import { runTransformer } from '../../../../src/engine/transformer';
import type { TransformerConfig } from '../../../../src/model/transformerConfig';
import { startTestBackend } from '../../../support/backends';
import { expectNumbers } from '../../../support/numbersOf';
import { randomModel, smallConfig } from '../../../support/randomModel';
import { neverAborted } from '../../../support/runModel';

beforeAll(() => startTestBackend('cpu'));

const ids = { shape: [1, 3], data: Int32Array.of(2, 5, 1) };

/** What all heads of an attention-only layer add to each position's next token, and the same from the logits. */
async function attributed(config: TransformerConfig): Promise<{ heads: number[]; logits: number[] }> {
  const before = memory().numTensors;
  const model = randomModel(config);
  const [z, stream] = [blockHook(0, 'attn.hook_z'), blockHook(0, 'hook_resid_pre')];
  const capture = new Set([z, stream, finalScaleHook, finalNormalizedHook]);
  const pass = await runTransformer(model, ids, { hooks: { ...noHooks, capture }, signal: neverAborted });
  const attribution = new DirectLogitAttribution(model, ids);
  const byHead = await attribution.ofTokens(0, pass.get(z), pass.get(finalScaleHook)); // [1, position, head]
  attribution.dispose();
  /** Logits of `ids`, less the mean over the vocabulary. */
  const centred = async (normalized: typeof stream): Promise<number[]> => {
    const { data } = await allLogits(model, pass.get(normalized), neverAborted);
    return [...ids.data].map((id, position) => {
      const row = data.subarray(position * 7, position * 7 + 7);
      return row[id]! - row.reduce((sum, one) => sum + one, 0) / 7;
    });
  };
  const [after, start] = [await centred(finalNormalizedHook), await centred(stream)];
  disposeModel(model);
  expect(memory().numTensors).toBe(before);
  return {
    heads: [...ids.data].map((_, position) => byHead.data[2 * position]! + byHead.data[2 * position + 1]!),
    logits: after.map((one, i) => one - start[i]!),
  };
}

describe('direct logit attribution', () => {
  const attentionOnly = { nLayers: 1, dMlp: null };

  it.each([
    ['plain', smallConfig({ activation: null }, attentionOnly)],
    ['with a residual scale', smallConfig({ activation: null, residualScale: 0.3 }, attentionOnly)],
    ['with a scale of the logits', smallConfig({ activation: null }, { ...attentionOnly, logits: { scale: 5 } })],
  ])('adds up, over all heads, to the change of the logits by attention: %s', async (_what, config) => {
    const { heads, logits } = await attributed(config);
    expectNumbers(heads, logits, 1e-5);
  });

  it.each(['sandwich-norm', 'output-norm', 'post-norm'] as const)('throws for blocks with %s', arrangement => {
    const model = randomModel(smallConfig({ arrangement }));
    expect(() => new DirectLogitAttribution(model, ids)).toThrow(
      expect.objectContaining({ reason: 'unsupported', message: expect.stringContaining('test norms what') as string }),
    );
    disposeModel(model);
  });
});
