import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ActivationCache } from '../../../src/engine/activationCache';
import { startTestBackend } from '../../support/backends';

const hook = 'blocks.0.attn.hook_z';

describe('ActivationCache', () => {
  let before: number;
  let cache: ActivationCache;

  beforeAll(() => startTestBackend('cpu'));
  beforeEach(() => {
    before = tf.memory().numTensors;
    cache = new ActivationCache();
  });
  afterEach(() => {
    cache.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('keeps a resident activation as a tensor, and counts it', () => {
    cache.keep(hook, tf.ones([2, 3]));
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(cache.bytes).toBe(24);
    expect(cache.shape(hook)).toEqual([2, 3]);
    expect(tf.memory().numTensors).toBe(before + 1);
  });

  it('moves an activation out of the backend when its numbers are read, and can upload it again', () => {
    cache.keep(hook, tf.tensor([1, 2]));
    expect(cache.get(hook)).toEqual({ shape: [2], data: Float32Array.of(1, 2) });
    expect(tf.memory().numTensors).toBe(before);
    expect(cache.bytes).toBe(8);
    const uploaded = cache.tensor(hook);
    expect(uploaded.dataSync()).toEqual(Float32Array.of(1, 2));
    uploaded.dispose();
  });

  it('lends an activation as a tensor that the borrower disposes', () => {
    cache.keep(hook, tf.tensor([1, 2]));
    cache.tensor(hook).dispose();
    expect(cache.get(hook).data).toEqual(Float32Array.of(1, 2));
  });

  it('forgets a deleted activation, and no longer counts it', () => {
    cache.keep(hook, tf.ones([4]));
    cache.put('other', { shape: [1], data: new Float32Array(1) });
    cache.delete(hook);
    expect(cache.has(hook)).toBe(false);
    expect(cache.bytes).toBe(4);
  });

  it('holds an activation once that is put twice', () => {
    cache.keep(hook, tf.ones([4]));
    cache.keep(hook, tf.zeros([4]));
    cache.put(hook, { shape: [1], data: Float32Array.of(3) });
    expect(cache.bytes).toBe(4);
    expect(cache.get(hook).data).toEqual(Float32Array.of(3));
  });

  it('throws for an activation that the pass did not capture, and finds null', () => {
    expect(cache.find(hook)).toBeNull();
    expect(() => cache.get(hook)).toThrow('did not capture blocks.0.attn.hook_z');
    expect(() => cache.tensor(hook)).toThrow('did not capture');
    expect(() => cache.shape(hook)).toThrow('did not capture');
  });
});

describe('ActivationCache of a changed pass', () => {
  beforeAll(() => startTestBackend('cpu'));

  it('finds a missing activation in the clean pass, which keeps it', () => {
    const before = tf.memory().numTensors;
    const clean = new ActivationCache();
    clean.keep(hook, tf.tensor([5]));
    const changed = new ActivationCache(clean);
    expect([changed.has(hook), changed.isOwn(hook), changed.bytes]).toEqual([true, false, 0]);
    changed.dispose();
    expect(changed.get(hook).data).toEqual(Float32Array.of(5));
    clean.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('takes over the activations of another pass over the same ids', () => {
    const before = tf.memory().numTensors;
    const [cache, other] = [new ActivationCache(), new ActivationCache()];
    other.keep(hook, tf.tensor([5]));
    other.put('plain', { shape: [1], data: Float32Array.of(6) });
    cache.adopt(other);
    other.dispose();
    expect([cache.bytes, other.bytes]).toEqual([8, 0]);
    expect(cache.get(hook).data).toEqual(Float32Array.of(5));
    expect(cache.get('plain').data).toEqual(Float32Array.of(6));
    expect(tf.memory().numTensors).toBe(before);
  });
});
