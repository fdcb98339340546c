import { createHash } from 'node:crypto';
import { interventionsKey } from '../shared/interventions/intervention';
import type { PassSpec } from '../shared/contracts/engineContract';
import type { ReportProgress } from '../shared/progress';
import type { ActivationCache } from '../engine/activationCache';
import { blockHook, finalNormalizedHook, finalScaleHook, type HookName, type Hooks } from '../engine/hooks';
import type { TransformerModel } from '../engine/model';
import type { Predictions } from '../engine/readout/logits';
import type { TransformerConfig } from '../model/transformerConfig';
import type { Engine } from './lazyEngine';
import { checkIds, checkHeads } from './checkIds';
import { LeastRecentlyUsed } from './leastRecentlyUsed';
import type { LoadedModels } from './loadedModels';
import { passMemory, passWorkspace, requireMemory } from './memoryBudget';

/** A computed pass: its activations in plain memory, and what it predicts. Needs its model no longer. */
export interface Pass {
  readonly activations: ActivationCache;
  readonly predictions: Predictions;
}

/** How many next tokens are kept for each position. */
const keptPredictions = 5;

/**
 * Passes by their spec, under a byte budget: the least recently used goes first, and is computed again when it is asked
 * for. A pass with interventions is computed from the clean one of the same ids, which is computed first where it is missing.
 */
export class Passes {
  readonly #passes = new LeastRecentlyUsed<Pass>();

  constructor(
    private readonly engine: () => Promise<Engine>,
    private readonly models: LoadedModels,
    private readonly budget: number,
  ) {}

  async get(spec: PassSpec, signal: AbortSignal, report: ReportProgress): Promise<Pass> {
    const key = passKey(spec);
    const held = this.#passes.get(key);
    if (held) return held;
    const model = await this.models.get(spec.checkpoint, signal, report);
    checkSpec(spec, model.config);
    const pass =
      spec.interventions.length > 0
        ? await this.changed(spec, model, signal, report)
        : await this.clean(spec, model, signal, report);
    const { bytes } = pass.activations;
    this.#passes.makeRoom(bytes, this.budget);
    this.#passes.set(key, pass, bytes);
    return pass;
  }

  private async clean(
    spec: PassSpec,
    model: TransformerModel,
    signal: AbortSignal,
    report: ReportProgress,
  ): Promise<Pass> {
    const { backend, runTransformer, predict } = await this.engine();
    const [batch = 0, positions = 0] = spec.ids.shape;
    const what = `A pass over ${batch * positions} tokens`;
    const workspace = passWorkspace(model.config, batch, positions);
    requireMemory(what, workspace, backend.name, this.models.heldBytes);
    // Its results leave the backend for plain memory.
    requireMemory(what, passMemory(model.config, batch, positions), 'cpu', 0);

    const activations = await runTransformer(model, spec.ids, {
      hooks: { capture: capturedHooks(model.config, 0), edits: new Map(), given: new Map() },
      signal,
      onLayer: done => report({ done, total: model.config.nLayers, label: 'layers' }),
    });
    const normalized = activations.get(finalNormalizedHook);
    return { activations, predictions: await predict(model, normalized, spec.ids, keptPredictions, signal) };
  }

  private async changed(
    spec: PassSpec,
    model: TransformerModel,
    signal: AbortSignal,
    report: ReportProgress,
  ): Promise<Pass> {
    const { runTransformer, predict, interventionRun } = await this.engine();
    const clean = await this.get({ ...spec, interventions: [] }, signal, report);
    const { from, edits, given } = interventionRun(model.config, clean.activations, spec.interventions, 0);
    const hooks: Hooks = { capture: capturedHooks(model.config, from.layer), edits, given };
    const activations = await runTransformer(model, spec.ids, {
      hooks,
      signal,
      startAtLayer: from,
      base: clean.activations,
      onLayer: done => report({ done, total: model.config.nLayers, label: 'layers' }),
    });
    const normalized = activations.get(finalNormalizedHook);
    return { activations, predictions: await predict(model, normalized, spec.ids, keptPredictions, signal) };
  }
}

/** What questions are asked about: patterns, residual streams, v and z of the layers that are computed. */
function capturedHooks(config: TransformerConfig, fromLayer: number): Set<HookName> {
  const hooks = new Set<HookName>([finalNormalizedHook, finalScaleHook]);
  for (let layer = fromLayer; layer < config.nLayers; layer++) {
    for (const hook of ['hook_resid_pre', 'attn.hook_pattern', 'attn.hook_v', 'attn.hook_z'] as const)
      hooks.add(blockHook(layer, hook));
  }
  return hooks;
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
