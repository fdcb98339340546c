import type { EngineContract } from '../../shared/contracts/engineContract';
import type { Handlers } from '../../shared/rpc/rpc';
import type { ServiceParts } from '../serviceParts';

/** The method that scores heads on rows of random tokens. */
export function scoreMethods({ scores, queue }: ServiceParts): Pick<Handlers<EngineContract>, 'scores'> {
  return {
    scores: (params, context) =>
      queue.run('sweep', context.signal, giveWay => scores.compute(params, context, giveWay)),
  };
}
