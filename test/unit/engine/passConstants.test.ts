import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { alibiBiasOf, disposeConstants, maskOf, passConstants, rotaryTableOf } from '../../../src/engine/passConstants';
import { blockOf, plainRotary, type Rotary } from '../../../src/model/transformerConfig';
import { startTestBackend } from '../../support/backends';
import { smallConfig } from '../../support/randomModel';

beforeAll(() => startTestBackend('cpu'));

const near: Rotary = plainRotary([1]);
const far: Rotary = plainRotary([0.01]);

/** A config with a block for each window and rotation. */
function configOf(...blocks: [window: number | null, rotary: Rotary | null][]): ReturnType<typeof smallConfig> {
  return smallConfig(
    {},
    {
      nLayers: blocks.length,
      block: layer => ({
        ...{ norm: { kind: null, eps: 0 }, attentionScale: 1 },
        ...{ window: blocks[layer]![0], rotary: blocks[layer]![1] },
      }),
    },
  );
}

it('passConstants makes one mask for each window and one table for each rotation, and disposes all of them', () => {
  const before = memory().numTensors;
  const config = configOf([null, near], [2, far], [null, near], [2, null], [3, far]);
  const constants = passConstants(config, 1, 4);
  expect([...constants.masks.keys()]).toEqual([null, 2, 3]);
  expect([...constants.rotaryTables.keys()]).toEqual([near, far]);
  expect(maskOf(constants, blockOf(config, 1))).toBe(maskOf(constants, blockOf(config, 3)));
  expect(rotaryTableOf(constants, blockOf(config, 4))).toBe(constants.rotaryTables.get(far));
  expect(rotaryTableOf(constants, blockOf(config, 3))).toBeNull();
  disposeConstants(constants);
  expect(memory().numTensors).toBe(before);
});

it('passConstants makes no mask of its own for a window as wide as the text', () => {
  const constants = passConstants(configOf([null, null], [4, null], [100, null]), 1, 4);
  expect([...constants.masks.keys()]).toEqual([null]);
  disposeConstants(constants);
});

it('blockOf throws for a layer that the model does not have', () => {
  expect(() => blockOf(configOf([null, null]), 1)).toThrow('no layer 1');
});

it('passConstants gives long texts their own rotation, and multiplies cos and sin by the factor', () => {
  const longer = { ...near, attentionFactor: 2, longTexts: { from: 3, inverseFrequencies: (n: number) => [n] } };
  const config = configOf([null, longer]);
  const lastCos = (positions: number): number => {
    const constants = passConstants(config, 1, positions);
    const cos = rotaryTableOf(constants, blockOf(config, 0))?.cos.dataSync().at(-1) ?? NaN;
    disposeConstants(constants);
    return cos;
  };
  expect(lastCos(2)).toBeCloseTo(2 * Math.cos(1), 6);
  expect(lastCos(3)).toBeCloseTo(2 * Math.cos(2 * 3), 6);
  expect(lastCos(4)).toBeCloseTo(2 * Math.cos(3 * 4), 6);
});

it('passConstants makes one bias for each ALiBi, and disposes it', () => {
  const before = memory().numTensors;
  const alibi = { slopes: [0.5, 0.25], bfloat16: null };
  const config = smallConfig({ alibi });
  const constants = passConstants(config, 1, 4);
  expect(alibiBiasOf(constants, blockOf(config, 0))).toBe(alibiBiasOf(constants, blockOf(config, 1)));
  expect(alibiBiasOf(constants, blockOf(config, 0))?.shape).toEqual([1, 2, 1, 4]);
  expect(alibiBiasOf(constants, blockOf(smallConfig(), 0))).toBeNull();
  disposeConstants(constants);
  expect(memory().numTensors).toBe(before);
});
