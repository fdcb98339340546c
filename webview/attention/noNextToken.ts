import type { PairValue } from '../../src/shared/contracts/engineContract';
import type { AttentionViewPass } from '../../src/shared/contracts/attentionViewContract';

export const noNextToken = 'The last token has no next token.';

/** Whether a measure says nothing of a token since it is of the logit of the next one, and that is not there. */
export function lacksNext({ ids }: AttentionViewPass, pairValue: PairValue, token: number): boolean {
  return pairValue === 'logitAttribution' && token === ids.length - 1;
}
