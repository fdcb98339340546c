import type { EngineContract } from '../../shared/contracts/engineContract';
import type { Handlers } from '../../shared/rpc/rpc';
import { passCode } from '../code/passCode';
import { scoreCode } from '../code/scoreCode';

/** Methods that give Python which computes the same with TransformerLens. */
export const codeMethods: Pick<Handlers<EngineContract>, 'scoreCode' | 'passCode'> = { scoreCode, passCode };
