import type { BackendName } from '../shared/contracts/engineContract';
import type { Progress } from '../shared/progress';
import type { Recipe } from '../shared/recipes/recipe';
import { recipes, type RecipeName } from '../shared/recipes/registry';
import { firstPosition, startTokenOf, type RowKind, type ScoreRows } from '../shared/recipes/rows';
import type { CallContext } from '../shared/rpc/rpc';
import {
  emptyScores,
  isRefused,
  type RecipeScores,
  type Refused,
  type ScoreParams,
  type ScoreReport,
  type ScoreSet,
  type Sequences,
} from '../shared/scores';
import { drawSequences, idPool, longEnough } from '../analysis/scores/sequences';
import type { TransformerModel } from '../engine/model';
import { writesDirectly, type TransformerConfig } from '../model/transformerConfig';
import type { Tokenizer } from '../model/tokenizer/tokenizer';
import type { GiveWay } from './computeQueue';
import type { Engine } from './lazyEngine';
import type { LoadedModels } from './loadedModels';
import { requirePassMemory } from './memoryBudget';
import { checkIds, checkHeads } from './checkIds';
import { headScores, scoreRowsHash } from './results/headScores';
import type { ResultStore } from './results/resultStore';
import type { Tokenizers } from './tokenizers';

/** Scores of heads. They are computed once for the same weights, recipe version and rows, and kept beside the checkpoint. */
export class Scores {
  constructor(
    private readonly engine: () => Promise<Engine>,
    private readonly models: LoadedModels,
    private readonly tokenizers: Tokenizers,
    private readonly results: ResultStore,
  ) {}

  /**
   * Scores all heads and reports each layer as it is done; stored scores arrive at once. Cancelling keeps the recipes that
   * were finished. Rejects with `bad-input` for heads or rows that the model does not have, and with `cancelled`.
   */
  async compute(params: ScoreParams, context: CallContext<ScoreReport>, giveWay: GiveWay): Promise<ScoreSet> {
    const progress = (value: Progress): void => context.report({ kind: 'progress', progress: value });
    return this.models.use(params.checkpoint, context.signal, progress, model =>
      this.computeOn(model, params, context, giveWay),
    );
  }

  private async computeOn(
    model: TransformerModel,
    params: ScoreParams,
    { signal, report }: CallContext<ScoreReport>,
    giveWay: GiveWay,
  ): Promise<ScoreSet> {
    const { backend, computeScores } = await this.engine();
    const { config } = model;
    for (const { heads } of params.interventions) checkHeads(heads, config);
    const tokenizer = await this.tokenizers.findForNames(params.checkpoint);
    const startTokenId = tokenizer?.surrounding.startTokenId ?? config.bosTokenId ?? config.eosTokenId;
    const sequences = params.sequences
      ? longEnough(params.sequences)
      : drawFor(config, tokenizer, startTokenId, params.seed);
    checkRows(sequences, config);

    const found = await this.findStored(params, sequences, config);
    reportStored(found, config, report);
    const computed = new Map<RecipeName, RecipeScores>();
    for (const name of params.recipes) {
      const rows = sequences[recipes[name].rows];
      if (!found.has(name) && !isRefused(rows)) {
        requirePassMemory(config, rows.ids, 1, backend.name, this.models.heldBytes);
        computed.set(name, emptyScores(name, config, recipes[name].chance(rows)));
      }
    }
    const stores: Promise<void>[] = [];
    try {
      await computeScores(model, {
        recipes: [...computed.keys()],
        sequences: usableRows(sequences),
        interventions: params.interventions,
        signal,
        report: progress => report({ kind: 'progress', progress }),
        giveWay,
        onLayer: (recipe, layer, score, error) => {
          const scores = computed.get(recipe);
          if (!scores) return;
          scores.score.data.set(score, layer * config.nHeads);
          scores.error.data.set(error, layer * config.nHeads);
          report({ kind: 'layer', recipe, layer, score, error, chance: scores.chance });
          if (layer === config.nLayers - 1)
            stores.push(this.store(params, recipe, sequences, scores, config, backend.name));
        },
      });
    } finally {
      await Promise.all(stores);
    }
    const all = params.recipes.map(name => [name, found.get(name) ?? computed.get(name)] as const);
    return {
      seed: params.sequences ? null : params.seed,
      startTokenId: params.sequences ? commonStart(sequences) : startTokenId,
      sequences,
      scores: Object.fromEntries(all.filter(([, scores]) => scores !== undefined)),
    };
  }

  private async findStored(
    { recipes: names, checkpoint, interventions }: ScoreParams,
    sequences: Sequences,
    config: TransformerConfig,
  ): Promise<Map<RecipeName, RecipeScores | Refused>> {
    const found = new Map<RecipeName, RecipeScores | Refused>();
    for (const name of names) {
      const rows = sequences[recipes[name].rows];
      if (isRefused(rows)) {
        found.set(name, rows);
        continue;
      }
      const refused = refusedForNorms(recipes[name], config) ?? refusedForTokens(recipes[name], rows, config);
      if (refused) found.set(name, refused);
      else if (interventions.length === 0) {
        const measure = headScores(name, config, recipes[name].chance(rows));
        const scores = await this.results.read(measure, { checkpoint, input: scoreRowsHash(rows) });
        if (scores) found.set(name, scores);
      }
    }
    return found;
  }

  private async store(
    { checkpoint, interventions }: ScoreParams,
    name: RecipeName,
    sequences: Sequences,
    scores: RecipeScores,
    config: TransformerConfig,
    backend: BackendName,
  ): Promise<void> {
    const rows = sequences[recipes[name].rows];
    if (interventions.length > 0 || isRefused(rows)) return;
    const measure = headScores(name, config, scores.chance);
    await this.results.write(measure, { checkpoint, input: scoreRowsHash(rows) }, scores, backend);
  }
}

/** A recipe that reads logits has no score on rows with a token that the model reads and does not predict. */
function refusedForTokens({ logitTokens }: Recipe, rows: ScoreRows, { dVocabOut }: TransformerConfig): Refused | null {
  const other = logitTokens?.(rows).data.find(id => id >= dVocabOut);
  return other === undefined ? null : { refused: `the model does not predict token ${other}, so it has no logit` };
}

/** A recipe that reads logits of what heads write has no score if the model norms what they write. */
function refusedForNorms({ logitTokens }: Recipe, config: TransformerConfig): Refused | null {
  if (logitTokens === null || writesDirectly(config)) return null;
  return { refused: `${config.architecture} norms what heads write, so that they give no logits of their own` };
}

/** Reports stored scores layer by layer, as computed ones are reported. */
function reportStored(
  found: ReadonlyMap<RecipeName, RecipeScores | Refused>,
  { nLayers, nHeads }: TransformerConfig,
  report: (report: ScoreReport) => void,
): void {
  for (const [recipe, scores] of found) {
    if (isRefused(scores)) continue;
    for (let layer = 0; layer < nLayers; layer++) {
      const [from, to] = [layer * nHeads, (layer + 1) * nHeads];
      const score = scores.score.data.subarray(from, to);
      const error = scores.error.data.subarray(from, to);
      report({ kind: 'layer', recipe, layer, score, error, chance: scores.chance });
    }
  }
}

function drawFor(
  { dVocab, nCtx, bosTokenId, eosTokenId }: TransformerConfig,
  tokenizer: Tokenizer | null,
  startTokenId: number | null,
  seed: number,
): Sequences {
  const special = new Set([startTokenId, bosTokenId, eosTokenId]);
  const pool = idPool(dVocab, id => special.has(id) || tokenizer?.isOrdinary(id) === false);
  return drawSequences({ pool, startTokenId, nCtx }, seed);
}

/** Throws `bad-input` for rows that the model cannot run, or that are not repeated segments. */
function checkRows(sequences: Sequences, config: TransformerConfig): void {
  for (const rows of Object.values(usableRows(sequences))) {
    firstPosition(rows);
    checkIds(rows.ids, config);
  }
}

function usableRows(sequences: Sequences): Partial<Record<RowKind, ScoreRows>> {
  const usable = Object.entries(sequences).filter((entry): entry is [RowKind, ScoreRows] => !isRefused(entry[1]));
  return Object.fromEntries(usable);
}

/** The start token of the rows that the user gave; null if they have none. */
function commonStart(sequences: Sequences): number | null {
  const [first] = Object.values(usableRows(sequences));
  return first ? startTokenOf(first) : null;
}
