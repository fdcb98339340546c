import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { blockHook, finalScaleHook, HookRun, layerOf, noHooks } from '../../../src/engine/hooks';
import { startTestBackend } from '../../support/backends';

beforeAll(() => startTestBackend('cpu'));

const name = blockHook(3, 'attn.hook_z');

it('blockHook names a hook as TransformerLens does', () => {
  expect(name).toBe('blocks.3.attn.hook_z');
});

it('layerOf reads the layer from a name, and finds none outside the blocks', () => {
  expect(layerOf(blockHook(12, 'attn.hook_pattern'))).toBe(12);
  expect(layerOf(finalScaleHook)).toBeNull();
});

it('hooks let an activation pass and capture nothing without a name', () => {
  const run = new HookRun(noHooks);
  const x = tf.scalar(1);
  expect(run.at(name, () => x)).toBe(x);
  expect(run.captured).toEqual({});
  x.dispose();
});

it('hooks capture the activation after the edit', () => {
  const before = tf.memory().numTensors;
  const run = new HookRun({ ...noHooks, capture: new Set([name]), edits: new Map([[name, x => tf.mul(x, 10)]]) });
  const result = tf.tidy(() => run.at(name, () => tf.scalar(2)));
  expect(result.dataSync()[0]).toBe(20);
  expect(run.captured[name]).toBe(result);
  result.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it('hooks edit and capture no other activation', () => {
  const run = new HookRun({ ...noHooks, capture: new Set([name]), edits: new Map([[name, x => tf.mul(x, 10)]]) });
  const x = tf.scalar(2);
  expect(run.at(blockHook(2, 'attn.hook_z'), () => x)).toBe(x);
  expect(run.captured).toEqual({});
  x.dispose();
});

it('hooks do not compute, edit or capture a given activation', () => {
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
