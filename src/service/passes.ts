import { createHash } from 'node:crypto';
import type { PassSpec } from '../shared/contracts/engineContract';
import { drawsOf, interventionsKey } from '../shared/interventions/intervention';
import type { ReportProgress } from '../shared/progress';
import type { FloatView } from '../shared/tensorView';
import { meanOverDraws } from '../analysis/interventions/meanOverDraws';
import type { ActivationCache } from '../engine/activationCache';
import { blockHook, finalNormalizedHook, finalScaleHook, layerOf, noHooks, type HookName } from '../engine/hooks';
import type { TransformerModel } from '../engine/model';
import type { Predictions } from '../engine/readout/logits';
import type { ForwardOptions, ResidualStart } from '../engine/transformer';
import { badCheckpoint } from '../model/badCheckpoint';
import type { TransformerConfig } from '../model/transformerConfig';
import type { Engine } from './lazyEngine';
import { checkIds, checkHeads } from './checkIds';
import { LeastRecentlyUsed } from './leastRecentlyUsed';
import type { LoadedModels } from './loadedModels';
import { requirePassMemory, staysResident } from './memoryBudget';
import { Pass, type NeededHooks } from './pass';

/** How many next tokens are kept for each position. */
const keptPredictions = 5;

/** Every computed pass keeps these: most questions read them, and they are small. */
const endOfPass = [finalNormalizedHook, finalScaleHook];

/**
 * Passes by spec, under a byte budget: the least recently used is dropped first, and is computed again if a question needs
 * it. A pass holds the activations that questions have needed. For further ones it is computed again from the last known
 * layer before them. A pass with interventions is computed from the clean pass over the same ids, which is computed first if
 * it is missing.
 */
export class Passes {
  readonly #passes = new LeastRecentlyUsed<Pass>(pass => pass.dispose());

  constructor(
    private readonly engine: () => Promise<Engine>,
    private readonly models: LoadedModels,
    private readonly budget: number,
  ) {}

  /**
   * The pass with the activations that a question needs; an activation that the model does not have is missing. The pass is
   * valid until the next call. Rejects with `bad-input` for ids and heads that the model does not have, with `out-of-memory`
   * and with `cancelled`.
   */
  async get(spec: PassSpec, needs: NeededHooks, signal: AbortSignal, report: ReportProgress): Promise<Pass> {
    const key = passKey(spec);
    const held = this.#passes.get(key);
    if (held?.missing(needs).length === 0) return held;
    const model = await this.models.get(spec.checkpoint, signal, report);
    checkSpec(spec, model.config);
    const letGo = this.#passes.hold(key);
    let begun: Pass | null = null;
    try {
      const pass = held ?? (begun = await this.begin(spec, model, signal, report));
      await this.complete(pass, spec, model, needs, signal, report);
      this.#passes.set(key, pass, pass.bytes);
      this.#passes.makeRoom(0, this.budget);
      return pass;
    } catch (thrown) {
      begun?.dispose();
      throw thrown;
    } finally {
      letGo();
    }
  }

  /** What the pass predicts. `needs` names activations to keep as well, because questions about them follow. */
  async predictions(
    spec: PassSpec,
    needs: NeededHooks,
    signal: AbortSignal,
    report: ReportProgress,
  ): Promise<Predictions> {
    const pass = await this.get(spec, needs, signal, report);
    if (pass.predictions) return pass.predictions;
    const { predict } = await this.engine();
    const model = await this.models.get(spec.checkpoint, signal, report);
    const predictions = await predict(model, pass.normalized, spec.ids, keptPredictions, signal);
    requireNumbers(predictions.lossPerToken, spec, model.config);
    pass.predictions = predictions;
    return predictions;
  }

  /** −ln p of each next token, nats, [batch, position − 1]. It is cheaper than `predictions`, which also rank all tokens. */
  async losses(spec: PassSpec, signal: AbortSignal, report: ReportProgress): Promise<FloatView> {
    const pass = await this.get(spec, () => [], signal, report);
    const known = pass.predictions?.lossPerToken ?? pass.losses;
    if (known) return known;
    const { losses } = await this.engine();
    const model = await this.models.get(spec.checkpoint, signal, report);
    const computed = await losses(model, pass.normalized, spec.ids, signal);
    requireNumbers(computed, spec, model.config);
    pass.losses = computed;
    return computed;
  }

  /** A pass with nothing computed yet. A pass with interventions keeps the clean pass in memory. */
  private async begin(
    spec: PassSpec,
    { config }: TransformerModel,
    signal: AbortSignal,
    report: ReportProgress,
  ): Promise<Pass> {
    const { ActivationCache, cleanHooks, isInherited } = await this.engine();
    if (spec.interventions.length === 0) return new Pass(config, new ActivationCache(), null);
    const clean = cleanSpec(spec);
    const { activations } = await this.get(clean, () => cleanHooks(config, spec.interventions), signal, report);
    return new Pass(config, new ActivationCache(activations), {
      isInherited: hook => isInherited(config, spec.interventions, hook),
      letGo: this.#passes.hold(passKey(clean)),
    });
  }

  private async complete(
    pass: Pass,
    spec: PassSpec,
    model: TransformerModel,
    needs: NeededHooks,
    signal: AbortSignal,
    report: ReportProgress,
  ): Promise<void> {
    const missing = pass
      .missing(config => [...needs(config), ...endOfPass])
      .filter(hook => !isBeyond(hook, model.config));
    if (missing.length === 0) return;
    const { nLayers } = model.config;
    const onLayer = (done: number): void => report({ done, total: nLayers, label: 'layers' });
    if (spec.interventions.length === 0) await this.completeClean(pass, spec, model, missing, { signal, onLayer });
    else await this.completeChanged(pass, spec, model, missing, { signal, onLayer }, report);
  }

  private async completeClean(
    { activations }: Pass,
    { ids }: PassSpec,
    model: TransformerModel,
    missing: readonly HookName[],
    options: Pick<ForwardOptions, 'signal' | 'onLayer'>,
  ): Promise<void> {
    const { backend, runTransformer } = await this.engine();
    requirePassMemory(model.config, ids, 1, backend.name, this.models.heldBytes);
    const computed = await runTransformer(model, ids, {
      ...options,
      hooks: { ...noHooks, capture: new Set(missing) },
      startAtLayer: lastKnownInput(activations, missing),
      endBeforeLayer: layerAfter(missing),
      keepsResident: staysResident(backend.name),
    });
    activations.adopt(computed);
  }

  private async completeChanged(
    pass: Pass,
    spec: PassSpec,
    model: TransformerModel,
    missing: readonly HookName[],
    options: Pick<ForwardOptions, 'signal' | 'onLayer'>,
    report: ReportProgress,
  ): Promise<void> {
    const { backend, runTransformer, cleanHooks, interventionRun } = await this.engine();
    const { ids, interventions } = spec;
    const { config } = model;
    const inherited = missing.filter(pass.isInherited);
    const ofClean = [...cleanHooks(config, interventions), ...inherited];
    const clean = await this.get(cleanSpec(spec), () => ofClean, options.signal, report);
    const own = missing.filter(hook => !inherited.includes(hook));
    if (own.length === 0) return;

    const count = drawsOf(interventions);
    requirePassMemory(config, ids, count, backend.name, this.models.heldBytes);
    const draws: ActivationCache[] = [];
    for (let draw = 0; draw < count; draw++) {
      const { from, edits, given } = interventionRun(config, clean.activations, interventions, draw);
      const computed = await runTransformer(model, ids, {
        ...options,
        hooks: { capture: new Set(own), edits, given },
        startAtLayer: from,
        endBeforeLayer: layerAfter(own),
        keepsResident: count === 1 && staysResident(backend.name),
      });
      if (count === 1) pass.activations.adopt(computed);
      else draws.push(computed);
    }
    if (count > 1) keepMeans(pass, own, draws);
  }
}

/** Keeps the mean of each activation over the draws, and each draw's final normalised residual stream. */
function keepMeans(pass: Pass, hooks: readonly HookName[], draws: readonly ActivationCache[]): void {
  for (const hook of hooks) {
    const captured = draws.flatMap(draw => draw.find(hook) ?? []);
    if (captured.length === 0) continue;
    pass.activations.put(hook, meanOverDraws(captured));
    if (hook === finalNormalizedHook) pass.draws = captured;
  }
}

/** The input of the last layer that is known, at or before the first missing activation; null: begin at the embedding. */
function lastKnownInput(activations: ActivationCache, missing: readonly HookName[]): ResidualStart | null {
  for (let layer = Math.min(...missing.map(hook => layerOf(hook) ?? 0)); layer >= 0; layer--) {
    const input = blockHook(layer, 'hook_resid_pre');
    if (activations.isOwn(input)) return { layer, residPre: () => activations.tensor(input) };
  }
  return null;
}

/** The layer after the last missing activation; null if the end of the pass is missing, too. */
function layerAfter(missing: readonly HookName[]): number | null {
  const layers = missing.map(layerOf);
  return layers.includes(null) ? null : Math.max(...layers.map(layer => (layer ?? 0) + 1));
}

/** Whether a hook belongs to a layer that the model does not have, and so is never found. */
function isBeyond(hook: HookName, { nLayers }: TransformerConfig): boolean {
  return (layerOf(hook) ?? 0) >= nLayers;
}

/**
 * Throws `bad-checkpoint` for losses that are no numbers: finite weights may have products that are not. A token that the
 * model does not predict has none.
 */
function requireNumbers(
  { shape, data }: FloatView,
  { checkpoint, ids }: PassSpec,
  { dVocabOut }: TransformerConfig,
): void {
  const [, length = 1] = shape;
  const following = (at: number): number => ids.data[at + Math.floor(at / length) + 1] ?? 0;
  if (!data.some((loss, at) => Number.isNaN(loss) && following(at) < dVocabOut)) return;
  throw badCheckpoint(
    checkpoint.path,
    'the losses are not finite numbers; the weights are damaged or too large for float32, or training diverged',
  );
}

function cleanSpec(spec: PassSpec): PassSpec {
  return { ...spec, interventions: [] };
}

/** Throws `bad-input` for ids and heads that the model does not have. */
function checkSpec({ ids, interventions }: PassSpec, config: TransformerConfig): void {
  checkIds(ids, config);
  for (const { heads } of interventions) checkHeads(heads, config);
}

function passKey({ checkpoint, ids, interventions }: PassSpec): string {
  const idsHash = createHash('sha256').update(new Uint8Array(ids.data.slice().buffer)).digest('hex');
  return [checkpoint.weightsId, ids.shape.join('×'), idsHash, interventionsKey(interventions)].join('|');
}
