import type { Ablation } from '../../shared/ablation';
import type { ReportProgress } from '../../shared/progress';
import { recipes, type ProbeKind, type RecipeName } from '../../shared/recipes';
import type { FloatView } from '../../shared/tensorView';
import type { ActivationCache } from '../../engine/activationCache';
import { DirectLogitAttribution } from '../../engine/readout/directLogitAttribution';
import { blockHook, finalScaleHook, noHooks, type HookName, type Hooks } from '../../engine/hooks';
import type { TransformerModel } from '../../engine/model';
import { runTransformer } from '../../engine/transformer';
import { ablatedRun } from '../interventions/interventionRun';
import { layerScores, readTokens, type LayerScores } from './layerScores';
import type { ProbeRows } from '../../shared/scores';
import { firstPosition } from './sequences';
import { meanAndError } from './statistics';

/** [layer, head] each; what is not computed yet is NaN. */
export interface HeadScores {
  readonly score: FloatView;
  /** Standard error over the rows. */
  readonly error: FloatView;
}

export interface ScoreOptions {
  readonly recipes: readonly RecipeName[];
  /** Rows of the kinds that the recipes need; none of them refused. */
  readonly sequences: Readonly<Partial<Record<ProbeKind, ProbeRows>>>;
  readonly ablation: Ablation | null;
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
  /** Awaited after each layer: other computations may run meanwhile. */
  readonly giveWay?: () => Promise<void>;
  /** Called with each recipe's scores of a layer as they come. */
  readonly onLayer: (recipe: RecipeName, layer: number, score: Float32Array, error: Float32Array) => void;
}

/**
 * Scores all heads by the recipes asked for, layer by layer: mean and standard error over the rows. Under an ablation,
 * those of the heads of the ablated model. Rejects with `cancelled`.
 */
export async function computeScores(model: TransformerModel, options: ScoreOptions): Promise<void> {
  const kinds = (['probe', 'induction', 'copying'] as const).filter(kind =>
    options.recipes.some(name => recipes[name].rows === kind),
  );
  const { nLayers } = model.config;
  for (const [index, kind] of kinds.entries()) {
    const rows = options.sequences[kind];
    if (!rows) continue;
    const names = options.recipes.filter(name => recipes[name].rows === kind);
    const tell = (layer: number): void =>
      options.report({ done: index * nLayers + layer, total: kinds.length * nLayers, label: 'layers' });
    await scoreRows(model, rows, names, options, tell);
  }
}

async function scoreRows(
  model: TransformerModel,
  rows: ProbeRows,
  names: readonly RecipeName[],
  options: ScoreOptions,
  tell: (layersDone: number) => void,
): Promise<void> {
  const start = firstPosition(rows);
  const tokens = readTokens(names, rows, start);
  const readout = tokens && new DirectLogitAttribution(model, tokens);
  try {
    const publish = async (cache: ActivationCache, layer: number, some: readonly RecipeName[]): Promise<void> => {
      const scores = await layerScores({ model, cache, rows, start, readout }, layer, some);
      for (const [name, byHead] of scores) options.onLayer(name, layer, ...summarized(byHead));
    };
    if (options.ablation) await scoreAblated(model, rows, names, options, options.ablation, publish, tell);
    else await scoreClean(model, rows, names, options, publish, tell);
  } finally {
    readout?.dispose();
  }
}

type Publish = (cache: ActivationCache, layer: number, names: readonly RecipeName[]) => Promise<void>;

async function scoreClean(
  model: TransformerModel,
  rows: ProbeRows,
  names: readonly RecipeName[],
  { signal, giveWay }: ScoreOptions,
  publish: Publish,
  tell: (layersDone: number) => void,
): Promise<void> {
  const { nLayers } = model.config;
  // One that needs the final norm's scale has to wait for the last layer.
  const late = names.filter(name => name === 'induction_logit');
  const early = names.filter(name => name !== 'induction_logit');
  const cache = await runTransformer(model, rows.ids, {
    hooks: { ...noHooks, capture: neededHooks(names, nLayers, false) },
    signal,
    onLayer: async (layersDone, soFar) => {
      tell(layersDone);
      await publish(soFar, layersDone - 1, early);
      // Patterns are the bulk: 10 rows of 101 tokens and 9 heads are 3.7 MB a layer.
      soFar.delete(blockHook(layersDone - 1, 'attn.hook_pattern'));
      await giveWay?.();
    },
  });
  for (let layer = 0; layer < nLayers && late.length > 0; layer++) {
    await publish(cache, layer, late);
    await giveWay?.();
  }
}

async function scoreAblated(
  model: TransformerModel,
  rows: ProbeRows,
  names: readonly RecipeName[],
  { signal, giveWay }: ScoreOptions,
  ablation: Ablation,
  publish: Publish,
  tell: (layersDone: number) => void,
): Promise<void> {
  const { nLayers } = model.config;
  const hooks: Hooks = { ...noHooks, capture: neededHooks(names, nLayers, true) };
  const clean = await runTransformer(model, rows.ids, {
    hooks,
    signal,
    onLayer: async layersDone => {
      tell(layersDone);
      await giveWay?.();
    },
  });
  const { from, edits, given } = ablatedRun(model.config, clean, ablation);
  const ablated = await runTransformer(model, rows.ids, {
    hooks: { ...hooks, edits, given },
    startAtLayer: from,
    base: clean,
    signal,
    onLayer: () => giveWay?.(),
  });
  for (let layer = 0; layer < nLayers; layer++) {
    await publish(ablated, layer, names);
    await giveWay?.();
  }
}

function neededHooks(names: readonly RecipeName[], nLayers: number, isAblated: boolean): Set<HookName> {
  const hooks = new Set<HookName>([finalScaleHook]);
  const needsZ = isAblated || names.some(name => name === 'induction_logit' || name === 'copying_destination');
  const needsV = names.includes('copying_ov');
  for (let layer = 0; layer < nLayers; layer++) {
    hooks.add(blockHook(layer, 'attn.hook_pattern'));
    if (needsZ) hooks.add(blockHook(layer, 'attn.hook_z'));
    if (needsV) hooks.add(blockHook(layer, 'attn.hook_v'));
    if (isAblated) hooks.add(blockHook(layer, 'hook_resid_pre'));
  }
  return hooks;
}

/** Mean and standard error of each head over its rows. */
function summarized(byHead: LayerScores): [Float32Array, Float32Array] {
  const statistics = byHead.map(meanAndError);
  return [Float32Array.from(statistics, ({ mean }) => mean), Float32Array.from(statistics, ({ error }) => error)];
}
