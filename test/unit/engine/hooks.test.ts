import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { blockHook, finalScaleHook, HookRun, layerOf, noHooks } from '../../../src/engine/hooks';
import { startTestBackend } from '../../support/backends';

beforeAll(() => startTestBackend('cpu'));

const name = blockHook(3, 'attn.hook_z');

it('names a place in a block as TransformerLens does', () => {
  expect(name).toBe('blocks.3.attn.hook_z');
});

it('reads the layer from a name, and none outside the blocks', () => {
  expect(layerOf(blockHook(12, 'attn.hook_pattern'))).toBe(12);
  expect(layerOf(finalScaleHook)).toBeNull();
});

it('lets an activation pass and captures nothing without hooks', () => {
  const run = new HookRun(noHooks);
  const x = tf.scalar(1);
  expect(run.at(name, () => x)).toBe(x);
  expect(run.captured).toEqual({});
  x.dispose();
});

it('captures the activation as it is after the edit', () => {
  const before = tf.memory().numTensors;
  const run = new HookRun({ ...noHooks, capture: new Set([name]), edits: new Map([[name, x => tf.mul(x, 10)]]) });
  const result = tf.tidy(() => run.at(name, () => tf.scalar(2)));
  expect(result.dataSync()[0]).toBe(20);
  expect(run.captured[name]).toBe(result);
  result.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it('edits and captures no other place', () => {
  const run = new HookRun({ ...noHooks, capture: new Set([name]), edits: new Map([[name, x => tf.mul(x, 10)]]) });
  const x = tf.scalar(2);
  expect(run.at(blockHook(2, 'attn.hook_z'), () => x)).toBe(x);
  expect(run.captured).toEqual({});
  x.dispose();
});

it('does not compute, edit or capture what is given', () => {
  const x = tf.scalar(5);
  const run = new HookRun({
    capture: new Set([name]),
    edits: new Map([[name, () => expect.fail('edited')]]),
    given: new Map([[name, () => x]]),
  });
  expect(run.at(name, () => expect.fail('computed'))).toBe(x);
  expect(run.captured).toEqual({});
  x.dispose();
});
