import type { PassSpec } from '../shared/contracts/engineContract';
import { AppError } from '../shared/errors';
import type { HeadRef } from '../shared/heads';
import type { Progress } from '../shared/progress';
import type { CallContext } from '../shared/rpc/rpc';
import type { PassOfModel } from '../analysis/attention/headMatrices';
import { checkHeads } from './checkIds';
import type { ComputeQueue } from './computeQueue';
import type { Engine } from './lazyEngine';
import type { LoadedModels } from './loadedModels';
import type { Pass, Passes } from './passes';
import type { Scores } from './scores';
import type { Tokenizers } from './tokenizers';

/** What the methods of the engine's contract work with. */
export interface ServiceParts {
  readonly engine: () => Promise<Engine>;
  readonly tokenizers: Tokenizers;
  readonly models: LoadedModels;
  readonly passes: Passes;
  readonly scores: Scores;
  readonly queue: ComputeQueue;
}

/** Answers a question about a pass for a view, which is computed first if it is not in memory. */
export function withPass<Result>(
  { queue, passes }: ServiceParts,
  spec: PassSpec,
  { signal, report }: CallContext<Progress>,
  use: (pass: Pass) => Result | Promise<Result>,
): Promise<Result> {
  return queue.run('view', signal, async () => use(await passes.get(spec, signal, report)));
}

/** The same for a question about heads in a pass of one row. Rejects with `bad-input` for more rows, and missing heads. */
export function withHeadsOfRow<Result>(
  parts: ServiceParts,
  spec: PassSpec,
  heads: readonly HeadRef[],
  context: CallContext<Progress>,
  use: (pass: PassOfModel, positions: number) => Result | Promise<Result>,
): Promise<Result> {
  return withPass(parts, spec, context, async ({ activations }) => {
    const [rows, positions = 0] = spec.ids.shape;
    if (rows !== 1) throw new AppError('bad-input', 'Attention is shown of one row of tokens at a time.');
    const model = await parts.models.get(spec.checkpoint, context.signal, context.report);
    if (heads.length > 0) checkHeads(heads, model.config);
    return use({ model, cache: activations, ids: spec.ids }, positions);
  });
}
