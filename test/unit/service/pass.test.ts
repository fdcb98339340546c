import { expect, it } from 'vitest';
import { ActivationCache } from '../../../src/engine/activationCache';
import { finalNormalizedHook } from '../../../src/engine/hooks';
import { Pass } from '../../../src/service/pass';
import { smallConfig } from '../../support/randomModel';

it('A pass counts what it keeps of each draw, beside its activations', () => {
  const activations = new ActivationCache();
  const normalized = { shape: [1, 8, 4], data: new Float32Array(32) };
  activations.put(finalNormalizedHook, normalized);
  const pass = new Pass(smallConfig(), activations, null);
  expect(pass.bytes).toBe(4 * 32);
  pass.draws = [normalized, normalized];
  expect(pass.bytes).toBe(3 * 4 * 32);
});
