import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { disposeConstants, maskOf, passConstants, rotaryTableOf } from '../../../src/engine/passConstants';
import { blockOf, type Rotary } from '../../../src/model/transformerConfig';
import { startTestBackend } from '../../support/backends';
import { smallConfig } from '../../support/randomModel';

beforeAll(() => startTestBackend('cpu'));

const near: Rotary = { dim: 2, inverseFrequencies: [1] };
const far: Rotary = { dim: 2, inverseFrequencies: [0.01] };

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
