import type { AttentionMeasure } from '../../src/shared/contracts/engineContract';
import type { SurfacePass } from '../../src/shared/contracts/attentionViewContract';

export const noNextToken = 'The last token has no next token.';

/** Whether a measure says nothing of a token since it is of the logit of the next one, and that is not there. */
export function lacksNext({ ids }: SurfacePass, measure: AttentionMeasure, token: number): boolean {
  return measure === 'logitAttribution' && token === ids.length - 1;
}
