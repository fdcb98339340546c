import { expect, it } from 'vitest';
import { createEngineService } from '../../../src/service/engineService';
import type { EngineContract } from '../../../src/shared/contracts/engineContract';
import { memoryPorts } from '../../../src/shared/rpc/memoryPort';
import { connect, serve, type Client } from '../../../src/shared/rpc/rpc';
import { testPlaces, testTokenizerModule } from '../../support/backends';
import { fixture } from '../../support/fixtures';

const recipes = ['prefix_matching', 'copying_ov', 'induction_logit'] as const;
type Scores = Awaited<ReturnType<Client<EngineContract>['scores']>>['scores'];

async function scoresOf(golden: string): Promise<Scores> {
  const [ours, theirs] = memoryPorts();
  const storage = { folder: null, untouched: ['/'] };
  serve<EngineContract>(
    theirs,
    createEngineService({ backend: 'wasm', places: testPlaces, tokenizerModule: testTokenizerModule, storage }),
  );
  const service = connect<EngineContract>(ours);
  const { checkpoint } = await service.load({ path: fixture('goldens', golden) });
  const { scores } = await service.scores({ checkpoint, recipes, seed: 0, sequences: null, interventions: [] });
  return scores;
}

it('scores refuses only the recipes that read logits of heads whose writes are normed', async () => {
  const scores = await scoresOf('olmo2');
  expect(scores.prefix_matching).toHaveProperty('score');
  const refused = { refused: 'olmo2 norms what heads write, so that they give no logits of their own' };
  expect(scores).toMatchObject({ copying_ov: refused, induction_logit: refused });
});

it('scores refuses only the recipes that read logits of tokens that the model does not predict', async () => {
  // It reads 53 tokens and predicts 40.
  const scores = await scoresOf('hooked/local_parallel');
  expect(scores.prefix_matching).toHaveProperty('score');
  const refused = expect.stringMatching(/^the model does not predict token (4|5)\d, so it has no logit$/) as string;
  expect(scores).toMatchObject({ copying_ov: { refused }, induction_logit: { refused } });
});
