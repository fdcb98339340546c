import { drawsOf, type Intervention } from '../../shared/interventions/intervention';
import type { ReportProgress } from '../../shared/progress';
import type { LayerScores, Recipe } from '../../shared/recipes/recipe';
import { recipes, type RecipeName } from '../../shared/recipes/registry';
import { rowKindNames, type RowKind, type ScoreRows } from '../../shared/recipes/rows';
import type { ActivationCache } from '../../engine/activationCache';
import { DirectLogitAttribution } from '../../engine/readout/directLogitAttribution';
import { blockHook, finalScaleHook, noHooks, type HookName, type Hooks } from '../../engine/hooks';
import type { TransformerModel } from '../../engine/model';
import { runTransformer } from '../../engine/transformer';
import { cleanHooks, interventionRun } from '../interventions/interventionRun';
import { layerActivations } from './layerActivations';
import { meanAndError } from './statistics';

export interface ScoreOptions {
  readonly recipes: readonly RecipeName[];
  /** The rows of each kind. Recipes whose kind is missing are not scored. */
  readonly sequences: Readonly<Partial<Record<RowKind, ScoreRows>>>;
  readonly interventions: readonly Intervention[];
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
  /** Awaited after each layer. Other computations may run meanwhile. */
  readonly giveWay?: () => Promise<void>;
  /** Called for each recipe and layer with the mean and the standard error of each head [head]. */
  readonly onLayer: (recipe: RecipeName, layer: number, score: Float32Array, error: Float32Array) => void;
}

/**
 * Scores all heads by the given recipes and reports them layer by layer: mean and standard error over the rows. With
 * interventions it scores the heads of the changed model; for kinds that draw, a row's score is the mean over the draws.
 * Rejects with `cancelled` when the signal is aborted, and with `bad-input` for rows on which a kind cannot be computed.
 */
export async function computeScores(model: TransformerModel, options: ScoreOptions): Promise<void> {
  const kinds = rowKindNames.filter(kind => options.recipes.some(name => recipes[name].rows === kind));
  const { nLayers } = model.config;
  for (const [index, kind] of kinds.entries()) {
    const rows = options.sequences[kind];
    if (!rows) continue;
    const names = options.recipes.filter(name => recipes[name].rows === kind);
    const reportLayers = (layer: number): void =>
      options.report({ done: index * nLayers + layer, total: kinds.length * nLayers, label: 'layers' });
    await scoreRows(model, rows, names, options, reportLayers);
  }
}

async function scoreRows(
  model: TransformerModel,
  rows: ScoreRows,
  names: readonly RecipeName[],
  options: ScoreOptions,
  reportLayers: (layersDone: number) => void,
): Promise<void> {
  const attributions = new Attributions(model, rows);
  try {
    const score: ScoreLayer = async (cache, layer, some) => {
      const scores = new Map<RecipeName, LayerScores>();
      for (const name of some) {
        const recipe = recipes[name];
        const pass = { model, cache, attribution: attributions.of(recipe) };
        scores.set(name, await recipe.score(layerActivations(pass, layer, recipe), rows));
      }
      return scores;
    };
    const publish: Publish = (layer, draws) => {
      for (const name of draws[0]?.keys() ?? []) {
        const ofDraws = draws.map(scores => scores.get(name) ?? []);
        options.onLayer(name, layer, ...summarized(meanOverDraws(ofDraws)));
      }
    };
    if (options.interventions.length > 0)
      await scoreChanged(model, rows, names, options, { score, publish, reportLayers });
    else await scoreClean(model, rows, names, options, { score, publish, reportLayers });
  } finally {
    attributions.dispose();
  }
}

type Scores = ReadonlyMap<RecipeName, LayerScores>;
type ScoreLayer = (cache: ActivationCache, layer: number, names: readonly RecipeName[]) => Promise<Scores>;
/** Reports one layer's scores: the mean over the draws. Without kinds that draw there is one draw. */
type Publish = (layer: number, draws: readonly Scores[]) => void;

interface Scoring {
  readonly score: ScoreLayer;
  readonly publish: Publish;
  readonly reportLayers: (layersDone: number) => void;
}

async function scoreClean(
  model: TransformerModel,
  rows: ScoreRows,
  names: readonly RecipeName[],
  { signal, giveWay }: ScoreOptions,
  { score, publish, reportLayers }: Scoring,
): Promise<void> {
  const { nLayers } = model.config;
  const late = names.filter(name => recipes[name].needsFinalScale);
  const early = names.filter(name => !recipes[name].needsFinalScale);
  const isPatternReadLate = late.some(name => recipes[name].hooks.includes('attn.hook_pattern'));
  const cache = await runTransformer(model, rows.ids, {
    hooks: { ...noHooks, capture: neededHooks(names, nLayers) },
    signal,
    onLayer: async (layersDone, soFar) => {
      reportLayers(layersDone);
      publish(layersDone - 1, [await score(soFar, layersDone - 1, early)]);
      // Patterns take most of the memory: 10 rows of 101 tokens and 9 heads are 3.7 MB a layer.
      if (!isPatternReadLate) soFar.delete(blockHook(layersDone - 1, 'attn.hook_pattern'));
      await giveWay?.();
    },
  });
  for (let layer = 0; layer < nLayers && late.length > 0; layer++) {
    publish(layer, [await score(cache, layer, late)]);
    await giveWay?.();
  }
}

async function scoreChanged(
  model: TransformerModel,
  rows: ScoreRows,
  names: readonly RecipeName[],
  { interventions, signal, giveWay }: ScoreOptions,
  { score, publish, reportLayers }: Scoring,
): Promise<void> {
  const { config } = model;
  const hooks: Hooks = { ...noHooks, capture: neededHooks(names, config.nLayers) };
  const clean = await runTransformer(model, rows.ids, {
    hooks: { ...hooks, capture: new Set([...hooks.capture, ...cleanHooks(config, interventions)]) },
    signal,
    onLayer: async layersDone => {
      reportLayers(layersDone);
      await giveWay?.();
    },
  });
  const draws: Scores[][] = Array.from({ length: config.nLayers }, () => []); // layer: draw
  for (let draw = 0; draw < drawsOf(interventions); draw++) {
    const { from, edits, given } = interventionRun(config, clean, interventions, draw);
    const changed = await runTransformer(model, rows.ids, {
      hooks: { ...hooks, edits, given },
      startAtLayer: from,
      base: clean,
      signal,
      onLayer: () => giveWay?.(),
    });
    for (const [layer, scores] of draws.entries()) {
      scores.push(await score(changed, layer, names));
      await giveWay?.();
    }
  }
  for (const [layer, scores] of draws.entries()) publish(layer, scores);
}

function neededHooks(names: readonly RecipeName[], nLayers: number): Set<HookName> {
  const hooks = new Set<HookName>();
  for (const name of names) {
    if (recipes[name].needsFinalScale) hooks.add(finalScaleHook);
    for (let layer = 0; layer < nLayers; layer++) {
      for (const hook of recipes[name].hooks) hooks.add(blockHook(layer, hook));
    }
  }
  return hooks;
}

/** Direct logit attributions, one for each choice of tokens that recipes read the logits of. Its maker disposes it. */
class Attributions {
  readonly #byChoice = new Map<Recipe['logitTokens'], DirectLogitAttribution>();

  constructor(
    private readonly model: TransformerModel,
    private readonly rows: ScoreRows,
  ) {}

  of({ logitTokens }: Recipe): DirectLogitAttribution | null {
    if (!logitTokens) return null;
    const held = this.#byChoice.get(logitTokens);
    if (held) return held;
    const made = new DirectLogitAttribution(this.model, logitTokens(this.rows));
    this.#byChoice.set(logitTokens, made);
    return made;
  }

  dispose(): void {
    for (const attribution of this.#byChoice.values()) attribution.dispose();
  }
}

/** Mean and standard error of each head over its rows. */
function summarized(byHead: LayerScores): [Float32Array, Float32Array] {
  const statistics = byHead.map(meanAndError);
  return [Float32Array.from(statistics, ({ mean }) => mean), Float32Array.from(statistics, ({ error }) => error)];
}

/** The mean over the draws of each head's score on each row of ids. */
function meanOverDraws(draws: readonly LayerScores[]): LayerScores {
  const [first = []] = draws;
  return first.map((rows, head) =>
    rows.map((_, row) => draws.reduce((sum, scores) => sum + (scores[head]?.[row] ?? NaN), 0) / draws.length),
  );
}
