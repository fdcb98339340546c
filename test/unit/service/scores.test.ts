import { expect, it } from 'vitest';
import { createEngineService } from '../../../src/service/engineService';
import type { EngineContract } from '../../../src/shared/contracts/engineContract';
import { memoryPorts } from '../../../src/shared/rpc/memoryPort';
import { connect, serve } from '../../../src/shared/rpc/rpc';
import { testPlaces, testTokenizerModule } from '../../support/backends';
import { fixture } from '../../support/fixtures';

it('scores refuses only the recipes that read logits of heads whose writes are normed', async () => {
  const [ours, theirs] = memoryPorts();
  const storage = { folder: null, untouched: ['/'] };
  serve<EngineContract>(
    theirs,
    createEngineService({ backend: 'wasm', places: testPlaces, tokenizerModule: testTokenizerModule, storage }),
  );
  const service = connect<EngineContract>(ours);
  const { checkpoint } = await service.load({ path: fixture('goldens/olmo2') });
  const recipes = ['prefix_matching', 'copying_ov', 'induction_logit'] as const;
  const { scores } = await service.scores({ checkpoint, recipes, seed: 0, sequences: null, interventions: [] });
  expect(scores.prefix_matching).toHaveProperty('score');
  const refused = { refused: 'olmo2 norms what heads write, so that they give no logits of their own' };
  expect(scores).toMatchObject({ copying_ov: refused, induction_logit: refused });
});
