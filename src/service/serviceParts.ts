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
import type { NeededHooks, Pass } from './pass';
import type { Passes } from './passes';
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

/** Answers a question about a pass for a view. First computes the activations that the question needs, unless it has them. */
export function withPass<Result>(
  { queue, passes }: ServiceParts,
  spec: PassSpec,
  needs: NeededHooks,
  { signal, report }: CallContext<Progress>,
  use: (pass: Pass) => Result | Promise<Result>,
): Promise<Result> {
  return queue.run('view', signal, async () => use(await passes.get(spec, needs, signal, report)));
}

/** The same for heads of a pass of one row. Rejects with `bad-input` for more rows, and for heads that the model lacks. */
export function withHeadsOfRow<Result>(
  parts: ServiceParts,
  spec: PassSpec,
  heads: readonly HeadRef[],
  needs: NeededHooks,
  context: CallContext<Progress>,
  use: (pass: PassOfModel, positions: number) => Result | Promise<Result>,
): Promise<Result> {
  const checked: NeededHooks = config => {
    const [rows] = spec.ids.shape;
    if (rows !== 1) throw new AppError('bad-input', 'Attention is shown of one row of tokens at a time.');
    if (heads.length > 0) checkHeads(heads, config);
    return needs(config);
  };
  return withPass(parts, spec, checked, context, async ({ activations }) => {
    const [, positions = 0] = spec.ids.shape;
    const model = await parts.models.get(spec.checkpoint, context.signal, context.report);
    return use({ model, cache: activations, ids: spec.ids }, positions);
  });
}
