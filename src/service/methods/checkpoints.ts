import type { EngineContract } from '../../shared/contracts/engineContract';
import type { Handlers } from '../../shared/rpc/rpc';
import { describeCheckpoints } from '../describeCheckpoint';
import type { ServiceParts } from '../serviceParts';
import { tokenTexts } from '../tokenizers';

/** Methods about checkpoints and their tokenizers. */
export function checkpointMethods({
  models,
  tokenizers,
  queue,
}: ServiceParts): Pick<Handlers<EngineContract>, 'describe' | 'load' | 'tokenize' | 'decode'> {
  return {
    describe: params => describeCheckpoints(params, tokenizers),

    load: (chosen, { signal, report }) => queue.run('view', signal, () => models.load(chosen, signal, report)),

    tokenize: (params, { signal }) => tokenizers.tokenize(params, signal),

    async decode({ ids, ...chosen }) {
      const tokenizer = await tokenizers.findForNames(chosen);
      return tokenizer && tokenTexts(tokenizer, ids);
    },
  };
}
