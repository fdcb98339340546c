import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { blockHook, finalNormalizedHook, noHooks } from '../../../src/engine/hooks';
import { disposeModel, type TransformerModel } from '../../../src/engine/model';
import { allLogits, logitsOf } from '../../../src/engine/readout/logits';
import { runTransformer } from '../../../src/engine/transformer';
import type { Arrangement, TransformerConfig } from '../../../src/model/transformerConfig';
import { startTestBackend } from '../../support/backends';
import { expectNumbers } from '../../support/numbersOf';
import { randomModel, smallConfig } from '../../support/randomModel';
import { neverAborted } from '../../support/runModel';

beforeAll(() => startTestBackend('cpu'));

const ids = { shape: [1, 4], data: Int32Array.of(3, 1, 4, 1) };
const places = ['hook_resid_pre', 'hook_attn_out', 'hook_resid_mid', 'hook_mlp_out', 'hook_resid_post'] as const;
type Place = (typeof places)[number];

/** What a layer reads and writes, [position · d_model] each, in a model with random weights. */
async function streams(
  config: TransformerConfig,
  norms: readonly string[] = [],
  layer = 1,
): Promise<Record<Place, number[]>> {
  const before = memory().numTensors;
  const model = randomModel(config, norms);
  const capture = new Set(places.map(place => blockHook(layer, place)));
  const pass = await runTransformer(model, ids, { hooks: { ...noHooks, capture }, signal: neverAborted });
  disposeModel(model);
  expect(memory().numTensors).toBe(before);
  const read = (place: Place): number[] => [...(pass.find(blockHook(layer, place))?.data ?? [])];
  return Object.fromEntries(places.map(place => [place, read(place)])) as Record<Place, number[]>;
}

const sum = (a: readonly number[], b: readonly number[]): number[] => a.map((one, i) => one + b[i]!);

/** RMSNorm, without gain, of each position's four numbers. */
function rms(x: readonly number[]): number[] {
  return x.map((one, i) => {
    const row = x.slice(i - (i % 4), i - (i % 4) + 4);
    return one / Math.sqrt(row.reduce((total, value) => total + value ** 2, 0) / 4);
  });
}

/** RMS without stored gains, so that the test can compute the norm without weights. */
function arranged(arrangement: Arrangement): Promise<Record<Place, number[]>> {
  return streams(smallConfig({ arrangement, norm: { kind: 'RMS', eps: 0 } }));
}

describe('the arrangement of a block', () => {
  it.each(['serial', 'sandwich-norm', 'output-norm'] as const)(
    '%s adds the MLP to the middle of the stream',
    async arrangement => {
      const at = await arranged(arrangement);
      expectNumbers(at.hook_resid_mid, sum(at.hook_resid_pre, at.hook_attn_out));
      expectNumbers(at.hook_resid_post, sum(at.hook_resid_mid, at.hook_mlp_out));
    },
  );

  it.each(['parallel', 'parallel-shared-norm'] as const)('%s adds both to the block’s input', async arrangement => {
    const at = await arranged(arrangement);
    expect(at.hook_resid_mid).toEqual([]);
    expectNumbers(at.hook_resid_post, sum(sum(at.hook_resid_pre, at.hook_attn_out), at.hook_mlp_out));
  });

  it.each(['sandwich-norm', 'output-norm'] as const)(
    '%s normalises what attention and MLP write',
    async arrangement => {
      const at = await arranged(arrangement);
      expectNumbers(at.hook_attn_out, rms(at.hook_attn_out), 1e-5);
      expectNumbers(at.hook_mlp_out, rms(at.hook_mlp_out), 1e-5);
    },
  );

  it('post-norm normalises the stream after each addition', async () => {
    const at = await arranged('post-norm');
    expectNumbers(at.hook_resid_mid, rms(sum(at.hook_resid_pre, at.hook_attn_out)), 1e-5);
    expectNumbers(at.hook_resid_post, rms(sum(at.hook_resid_mid, at.hook_mlp_out)), 1e-5);
  });

  it('parallel differs from parallel-shared-norm only if the two norms differ', async () => {
    const norm = { kind: 'RMS', eps: 0 } as const;
    const post = async (arrangement: Arrangement, gains: string[]): Promise<number[]> =>
      (await streams(smallConfig({ arrangement, norm }), gains)).hook_resid_post;
    // Without gains ln1 and ln2 are the same.
    expectNumbers(await post('parallel', []), await post('parallel-shared-norm', []));
    const gains = ['ln1.w', 'ln2.w'];
    expect(await post('parallel', gains)).not.toEqual(await post('parallel-shared-norm', gains));
  });

  it('output-norm has no norm on the input of attention, and sandwich-norm has one', async () => {
    const written = async (arrangement: Arrangement, scale: number): Promise<number[]> =>
      (await streams(smallConfig({ arrangement, norm: { kind: 'RMS', eps: 0 } }, { embedding: { scale } }), [], 0))
        .hook_attn_out;
    expectNumbers(await written('sandwich-norm', 3), await written('sandwich-norm', 1), 1e-5);
    expect(await written('output-norm', 3)).not.toEqual(await written('output-norm', 1));
  });
});

describe('a scale or a cap', () => {
  it('of the embedding multiplies the input of the first block', async () => {
    const first = async (scale: number): Promise<number[]> =>
      (await streams(smallConfig({}, { embedding: { scale } }), [], 0)).hook_resid_pre;
    expectNumbers(
      await first(3),
      (await first(1)).map(one => 3 * one),
    );
  });

  it('of the residual stream multiplies what attention and MLP write', async () => {
    // Attention and MLP read the same in a parallel block of layer 0.
    const layer0 = (residualScale: number): Promise<Record<Place, number[]>> =>
      streams(smallConfig({ residualScale, arrangement: 'parallel' }), [], 0);
    const [quarter, whole] = [await layer0(0.25), await layer0(1)];
    for (const place of ['hook_attn_out', 'hook_mlp_out'] as const) {
      expectNumbers(
        quarter[place],
        whole[place].map(one => one / 4),
      );
    }
    expectNumbers(
      quarter.hook_resid_post,
      sum(sum(quarter.hook_resid_pre, quarter.hook_attn_out), quarter.hook_mlp_out),
    );
  });

  it('of the logits applies to all logits and to a selection', async () => {
    const withLogits = async (
      logits: Partial<TransformerConfig['logits']>,
    ): Promise<{ all: number[]; some: number[] }> => {
      const model: TransformerModel = randomModel(smallConfig({}, { logits }));
      const hooks = { ...noHooks, capture: new Set([finalNormalizedHook]) };
      const pass = await runTransformer(model, ids, { hooks, signal: neverAborted });
      const normalized = pass.get(finalNormalizedHook);
      const all = [...(await allLogits(model, normalized, neverAborted)).data];
      const some = [...(await logitsOf(model, normalized, [6, 0])).data];
      disposeModel(model);
      expectNumbers(
        some,
        [0, 1, 2, 3].flatMap(position => [all[position * 7 + 6]!, all[position * 7]!]),
      );
      return { all, some };
    };
    const plain = (await withLogits({})).all;
    expectNumbers(
      (await withLogits({ scale: 0.5 })).all,
      plain.map(one => one / 2),
    );
    expectNumbers(
      (await withLogits({ softCap: 2 })).all,
      plain.map(one => 2 * Math.tanh(one / 2)),
    );
    const both = (await withLogits({ scale: 3, softCap: 2 })).all;
    expectNumbers(
      both,
      plain.map(one => 2 * Math.tanh((3 * one) / 2)),
    );
  });
});
