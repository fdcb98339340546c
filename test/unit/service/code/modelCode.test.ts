import { describe, expect, it } from 'vitest';
import { modelCheckCode, modelCode } from '../../../../src/service/code/modelCode';
import type { LoadedCheckpoint } from '../../../../src/shared/contracts/engineContract';

function loaded(architecture: string, path = '/m'): LoadedCheckpoint {
  return { checkpoint: { path, weightsId: 'x' }, facts: { architecture } } as unknown as LoadedCheckpoint;
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

  const blob = `/ollama/models/blobs/sha256-${'0a'.repeat(32)}`;
  it.each(['/m/a.gguf', blob])('lets transformers read the GGUF file %s', path => {
    const name = path.split('/').at(-1) ?? '';
    expect(modelCode(loaded('llama', path))).toContain(`, gguf_file="${name}", torch_dtype`);
  });

  it.each([
    ['gpt_neox', '/m/a.gguf', 'There is no code for .gguf files of the family "gpt_neox"'],
    ['llama', '/m/a-00001-of-00002.gguf', 'There is no code for a .gguf model in several files'],
  ])('throws unsupported for a GGUF file that transformers does not read: %s in %s', (family, path, message) => {
    expect(() => modelCode(loaded(family, path))).toThrow(message);
  });
});
