import { describe, expect, it } from 'vitest';
import { parameterShape } from '../../../../src/model/architecture/parameterShape';
import { parameterSources, type StoredNames } from '../../../../src/model/architecture/parameterSources';
import { transformerConfig, type TransformerConfig } from '../../../../src/model/transformerConfig';

function configOf(tiedEmbeddings: boolean): TransformerConfig {
  return transformerConfig({
    architecture: 'test',
    ...{ nLayers: 2, nHeads: 4, nKeyValueHeads: 2, dModel: 3, dHead: 5, dMlp: 7, nCtx: 11, dVocab: 13 },
    block: () => ({ norm: { kind: 'LN', eps: 1e-5 }, attentionScale: 1 }),
    tiedEmbeddings,
  });
}

const names: StoredNames = {
  embed: { 'embed.W_E': 'wte' },
  blockPrefix: layer => `h.${layer}.`,
  blockMatrices: '[out, in]',
  block: {
    'ln1.w': 'norm',
    'attn.W_K': 'k',
    'attn.b_K': { tensor: 'fused', shape: [30], layout: stored => stored.slice(10, 20) },
  },
  final: { 'ln_final.w': 'last', 'unembed.W_U': 'head' },
};

describe('a family’s table of tensor names', () => {
  it('gives each weight its block, its tensor and both shapes, in the order of the table', () => {
    const sources = parameterSources(configOf(false), names);
    expect(sources.map(({ parameter, shape, tensor, tensorShape }) => [parameter, shape, tensor, tensorShape])).toEqual(
      [
        ['embed.W_E', [13, 3], 'wte', [13, 3]],
        ['blocks.0.ln1.w', [3], 'h.0.norm', [3]],
        ['blocks.0.attn.W_K', [3, 10], 'h.0.k', [10, 3]],
        ['blocks.0.attn.b_K', [10], 'h.0.fused', [30]],
        ['blocks.1.ln1.w', [3], 'h.1.norm', [3]],
        ['blocks.1.attn.W_K', [3, 10], 'h.1.k', [10, 3]],
        ['blocks.1.attn.b_K', [10], 'h.1.fused', [30]],
        ['ln_final.w', [3], 'last', [3]],
        ['unembed.W_U', [3, 13], 'head', [13, 3]],
      ],
    );
  });

  it('leaves W_U out if it is tied to W_E', () => {
    expect(parameterSources(configOf(true), names).at(-1)?.parameter).toBe('ln_final.w');
  });

  it('transposes a Linear of torch, and reads a Conv1D as it is', () => {
    const layoutOf = (blockMatrices: StoredNames['blockMatrices']): number[] => {
      const source = parameterSources(configOf(false), { ...names, blockMatrices })[2];
      return [...source!.layout(Float32Array.from({ length: 30 }, (_, i) => i))];
    };
    // [10, 3] to [3, 10]: the first row is the first column.
    expect(layoutOf('[out, in]').slice(0, 4)).toEqual([0, 3, 6, 9]);
    expect(layoutOf('[in, out]').slice(0, 4)).toEqual([0, 1, 2, 3]);
  });
});

it('the tables name no weight that the engine does not use', () => {
  expect(() => parameterShape(configOf(false), 'attn.W_X')).toThrow('no weight attn.W_X');
});
