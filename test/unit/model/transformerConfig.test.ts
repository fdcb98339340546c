import { expect, it } from 'vitest';
import { plainRotary, transformerConfig, type Rotary } from '../../../src/model/transformerConfig';

const size = { nLayers: 3, nHeads: 4, dModel: 8, dHead: 2, dMlp: null, nCtx: 16, dVocab: 10 };
const norm = { kind: 'RMS', eps: 1e-6 } as const;

it('transformerConfig describes the common model if a family states no difference', () => {
  const config = transformerConfig({ architecture: 'test', ...size, block: () => ({ norm, attentionScale: 0.5 }) });
  expect(config).toMatchObject({
    ...{ nKeyValueHeads: 4, finalNorm: norm, tiedEmbeddings: false, bosTokenId: null, eosTokenId: null },
    embedding: { positions: null, scale: 1, norm: null, width: 8 },
    logits: { scale: 1, softCap: null },
  });
  expect(config.blocks).toEqual(
    new Array(3).fill({
      ...{ arrangement: 'serial', residualScale: 1, norm, attentionScale: 0.5, attentionSoftCap: null },
      ...{
        window: null,
        rotary: null,
        queryKeyNorm: null,
        clipQueryKeyValue: null,
        alibi: null,
        smearedKeys: false,
        activation: null,
        gatedMlp: false,
      },
    }),
  );
});

it('transformerConfig has a config for each layer', () => {
  const rotary: Rotary = plainRotary([1]);
  const { blocks } = transformerConfig({
    ...{ architecture: 'test', ...size },
    block: layer => ({ norm, attentionScale: 1 / (layer + 1), window: layer === 1 ? 4 : null, rotary }),
  });
  expect(blocks.map(({ attentionScale, window }) => [attentionScale, window])).toEqual([
    [1, null],
    [1 / 2, 4],
    [1 / 3, null],
  ]);
  // One object, so that a pass makes one table of it.
  expect(new Set(blocks.map(block => block.rotary))).toEqual(new Set([rotary]));
});
