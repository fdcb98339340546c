import { interventionRun } from '../../src/analysis/interventions/interventionRun';
import type { ActivationCache } from '../../src/engine/activationCache';
import { blockHook, finalNormalizedHook, finalScaleHook, noHooks, type HookName } from '../../src/engine/hooks';
import { loadModel } from '../../src/engine/loadModel';
import { allLogits } from '../../src/engine/readout/logits';
import type { TransformerModel } from '../../src/engine/model';
import { runTransformer } from '../../src/engine/transformer';
import { openCheckpoint } from '../../src/service/openCheckpoint';
import type { Intervention } from '../../src/shared/interventions/intervention';
import type { FloatView, IntView } from '../../src/shared/tensorView';

export const neverAborted = new AbortController().signal;

/** The caller disposes it. */
export async function loadFolder(path: string): Promise<TransformerModel> {
  return loadModel(await openCheckpoint(path), {
    signal: neverAborted,
    report: () => undefined,
    onTensorBytes: () => undefined,
  });
}

/** The hooks that the service keeps. */
export function allHooks(layers: number): Set<HookName> {
  const hooks = new Set<HookName>([finalNormalizedHook, finalScaleHook]);
  for (let layer = 0; layer < layers; layer++) {
    for (const hook of ['hook_resid_pre', 'attn.hook_pattern', 'attn.hook_z', 'attn.hook_v'] as const) {
      hooks.add(blockHook(layer, hook));
    }
  }
  return hooks;
}

export function runClean(model: TransformerModel, ids: IntView): Promise<ActivationCache> {
  const hooks = { ...noHooks, capture: allHooks(model.config.nLayers) };
  return runTransformer(model, ids, { hooks, signal: neverAborted });
}

export function runAblated(
  model: TransformerModel,
  ids: IntView,
  clean: ActivationCache,
  ablation: Intervention,
  draw = 0,
): Promise<ActivationCache> {
  const { from, edits, given } = interventionRun(model.config, clean, [ablation], draw);
  const hooks = { capture: allHooks(model.config.nLayers), edits, given };
  return runTransformer(model, ids, { hooks, startAtLayer: from, base: clean, signal: neverAborted });
}

export function logitsOfPass(model: TransformerModel, pass: ActivationCache): Promise<FloatView> {
  return allLogits(model, pass.get(finalNormalizedHook), neverAborted);
}
