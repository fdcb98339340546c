import { describe, expect, it } from 'vitest';
import { headIntervention } from '../../../../src/shared/interventions/intervention';
import { passCode } from '../../../../src/service/code/passCode';
import type { LoadedCheckpoint, PassCodeParams } from '../../../../src/shared/contracts/engineContract';

const loaded = {
  checkpoint: { path: '/m', weightsId: 'x' },
  facts: { architecture: 'llama', nLayers: 2, nHeads: 2 },
} as unknown as LoadedCheckpoint;

const pass: PassCodeParams = {
  loaded,
  ids: Int32Array.of(1, 5, 9),
  textHash: 'abc',
  interventions: [],
  logitDifference: null,
  heads: [
    { layer: 1, head: 0 },
    { layer: 1, head: 1 },
  ],
};

describe('the code of a pass', () => {
  it('holds the tokens, and keeps the patterns of each chosen layer once', () => {
    const code = passCode(pass);
    expect(code).toContain('rows = torch.tensor([[1, 5, 9]])');
    expect(code).toContain('for layer in [1]}');
    expect(code).not.toContain('hooks');
    expect(code).not.toContain('undefined');
  });

  it.each([
    ['zero', 'z[:, :, head] = 0.0', false],
    ['mean', 'z[:, :, head] = cache["z", layer][0, 1:, head].mean(0)', false],
    ['frozen', 'z[:, :, head] = 0.0', true],
  ] as const)('replaces z under the ablation %s', (kind, assignment, keepsPatterns) => {
    const code = passCode({ ...pass, interventions: [headIntervention(kind, [{ layer: 0, head: 1 }])] });
    expect(code).toContain('for layer, head in [(0, 1)]');
    expect(code).toContain(assignment);
    expect(code.includes('attn.hook_pattern')).toBe(keepsPatterns);
  });

  it('averages over the draws of a kind that draws', () => {
    const code = passCode({ ...pass, interventions: [headIntervention('resample', [{ layer: 0, head: 1 }], 6)] });
    expect(code).toContain('seed 6.\nsources = [');
    expect(code).toContain('z[:, :, head] = cache["z", layer][0, sources[draw], head]');
    expect(code).toContain('for draw in range(5):');
    expect(code).toContain('delta = sum(losses(one) for one in drawn) / 5 - clean');
  });

  it('computes the logit difference that judges the ablation', () => {
    const code = passCode({
      ...pass,
      interventions: [headIntervention('zero', [{ layer: 0, head: 1 }])],
      logitDifference: { a: { id: 4, label: 'a' }, b: { id: 7, label: 'b' } },
    });
    expect(code).toContain('change = (without - logits)[0, :, 4] - (without - logits)[0, :, 7]');
  });
});
