import type { BackendChoice, EngineContract, PassSpec } from '../shared/contracts/engineContract';
import { AppError } from '../shared/errors';
import type { HeadRef } from '../shared/heads';
import type { CallContext, Handlers } from '../shared/rpc/rpc';
import type { Progress } from '../shared/progress';
import { packTile, type Tile } from '../shared/tile';
import { tokenLabel } from '../model/tokenizer/tokenText';
import type { Tokenizer } from '../model/tokenizer/tokenizer';
import { summarizeAttention } from '../analysis/attention/attentionSummary';
import type { PassOfModel } from '../analysis/attention/headMatrices';
import { thumbnails } from '../analysis/attention/thumbnails';
import type { BackendPaths } from '../engine/backends/backend';
import { finalNormalizedHook } from '../engine/hooks';
import { passCode } from './code/passCode';
import { scoreCode } from './code/scoreCode';
import { ComputeQueue } from './computeQueue';
import { describeCheckpoint } from './describeCheckpoint';
import { lazyEngine } from './engine';
import { LoadedModels } from './loadedModels';
import { machineBudgets, type MemoryBudgets } from './memoryBudget';
import { Passes, type Pass } from './passes';
import { checkHeads, checkTokens } from './checkIds';
import { ResultFiles, type ResultStorage } from './resultFiles';
import { Scores } from './scores';
import { Tokenizers, tokenTexts } from './tokenizers';

export interface ServiceOptions {
  readonly backend: BackendChoice;
  readonly places: BackendPaths;
  readonly budgets?: MemoryBudgets;
  readonly storage: ResultStorage;
}

/** The contract, implemented. Knows nothing of processes: the worker, the command line and the tests all use this. */
export function createEngineService({
  backend,
  places,
  budgets = machineBudgets(),
  storage,
}: ServiceOptions): Handlers<EngineContract> {
  const engine = lazyEngine(backend, places);
  const tokenizers = new Tokenizers();
  const models = new LoadedModels(engine, tokenizers, budgets.models);
  const scores = new Scores(engine, models, tokenizers, new ResultFiles(storage));
  const passes = new Passes(engine, models, budgets.passes);
  const queue = new ComputeQueue();

  const withPass = <Result>(
    spec: PassSpec,
    { signal, report }: CallContext<Progress>,
    use: (pass: Pass) => Result | Promise<Result>,
  ): Promise<Result> => queue.run(signal, async () => use(await passes.get(spec, signal, report)));

  /** A view shows one text: row 0 of one. */
  const withOneRow = <Result>(
    spec: PassSpec,
    heads: readonly HeadRef[],
    context: CallContext<Progress>,
    use: (pass: PassOfModel, positions: number) => Result | Promise<Result>,
  ): Promise<Result> =>
    withPass(spec, context, async ({ activations }) => {
      const [rows, positions = 0] = spec.ids.shape;
      if (rows !== 1) throw new AppError('bad-input', 'Attention is shown of one row of tokens at a time.');
      const model = await models.get(spec.checkpoint, context.signal, context.report);
      if (heads.length > 0) checkHeads(heads, model.config);
      return use({ model, cache: activations, ids: spec.ids }, positions);
    });

  return {
    async describe({ paths }) {
      return Promise.all(paths.map(describeCheckpoint));
    },

    load: ({ path }, { signal, report }) => queue.run(signal, () => models.load(path, signal, report)),

    tokenize: params => tokenizers.tokenize(params),

    async decode({ path, ids }) {
      const tokenizer = await tokenizers.find(path);
      return tokenizer && tokenTexts(tokenizer, ids);
    },

    run: (spec, context) =>
      withPass(spec, context, async ({ predictions }) => {
        const tokenizer = await tokenizers.find(spec.checkpoint.path);
        return { ...predictions, topLabels: tokenizer && labelsOf(tokenizer, predictions.topIds.data) };
      }),

    attention: ({ pass: spec, heads, pairValue, reduce }, context) =>
      withOneRow(spec, heads, context, async (pass, positions) => {
        const { headMatrices } = await engine();
        return summarizeAttention(headMatrices(pass, heads, pairValue), heads.length, positions, reduce);
      }),

    tiles: ({ pass: spec, heads, pairValue }, context) =>
      withOneRow(spec, heads, context, async (pass, positions) => {
        const { headMatrices } = await engine();
        const tiles: Tile[] = [];
        for await (const matrix of headMatrices(pass, heads, pairValue)) tiles.push(packTile(matrix, positions));
        return tiles;
      }),

    thumbnails: ({ pass: spec }, context) =>
      withOneRow(spec, [], context, ({ cache, model }) => thumbnails(cache, model.config.nLayers)),

    logits: ({ pass: spec, tokens }, context) =>
      withPass(spec, context, async ({ activations }) => {
        const { logitsOf } = await engine();
        const model = await models.get(spec.checkpoint, context.signal, context.report);
        checkTokens(tokens, model.config.dVocab);
        return logitsOf(model, activations.get(finalNormalizedHook), tokens);
      }),

    scores: (params, context) => queue.run(context.signal, () => scores.compute(params, context)),

    activation: ({ pass: spec, name }, context) =>
      withPass(spec, context, async ({ activations }) => {
        if (name === 'logits') {
          const { allLogits } = await engine();
          const model = await models.get(spec.checkpoint, context.signal, context.report);
          return allLogits(model, activations.get(finalNormalizedHook), context.signal);
        }
        const activation = activations.find(name);
        if (!activation) throw new AppError('bad-input', `A pass keeps no activation "${name}".`);
        return activation;
      }),

    scoreCode,
    passCode,
  };
}

function labelsOf(tokenizer: Tokenizer, ids: Int32Array): string[] {
  const labels = new Map<number, string>();
  return Array.from(ids, id => {
    const known = labels.get(id);
    if (known !== undefined) return known;
    const label = tokenLabel(tokenizer.bytes(id));
    labels.set(id, label);
    return label;
  });
}
