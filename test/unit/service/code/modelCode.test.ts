import { describe, expect, it } from 'vitest';
import { modelCheckCode, modelCode } from '../../../../src/service/code/modelCode';
import type { LoadedCheckpoint } from '../../../../src/shared/contracts/engineContract';

function loaded(architecture: string): LoadedCheckpoint {
  return { checkpoint: { path: '/m', weightsId: 'x' }, facts: { architecture } } as unknown as LoadedCheckpoint;
}

describe('the code that loads a model', () => {
  it('passes normalization_type null on, because TransformerLens reads a missing one as LN', () => {
    expect(modelCode(loaded('hooked_transformer'))).toContain('(value is not None or key == norm)');
  });

  it.each([
    ['gpt2', 'attribute_map["n_ctx"] = "n_positions"'],
    ['gpt_neox', '    cfg.rotary_base = hf.config.rotary_emb_base\n'],
    ['llama', '    cfg.rotary_base = hf.config.rope_theta\n'],
    ['qwen3', '    type(hf.config).rope_theta = property(rope_theta)\n'],
  ])('corrects the wrong guess of TransformerLens for a %s', (architecture, statement) => {
    expect(modelCode(loaded(architecture))).toContain(statement);
    expect(modelCheckCode(loaded(architecture))).toContain('assert');
  });

  it.each(['mamba', 'granite', 'gemma2'])(
    'throws unsupported for a family that TransformerLens does not load: %s',
    name => {
      expect(() => modelCode(loaded(name))).toThrow(expect.objectContaining({ reason: 'unsupported' }));
    },
  );
});
