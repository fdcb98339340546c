import type { ActivationCache } from '../../engine/activationCache';
import { blockHook, type HookName, type Hooks } from '../../engine/hooks';
import { givenActivation, replaceHeads } from '../../engine/replaceHeads';
import type { ResidualStart } from '../../engine/transformer';
import type { TransformerConfig } from '../../model/transformerConfig';
import type { Intervention } from '../../shared/interventions/intervention';
import type { CleanLayer } from '../../shared/interventions/interventionKind';
import { interventionKind } from '../../shared/interventions/registry';
import type { FloatView } from '../../shared/tensorView';

/** A changed pass, ready for `runTransformer`: it begins at the first layer that changes. */
export interface InterventionRun {
  readonly from: ResidualStart;
  readonly edits: Hooks['edits'];
  readonly given: Hooks['given'];
}

/** The first layer that changes. There is at least one intervention, and each has heads. */
export function firstChangedLayer(interventions: readonly Intervention[]): number {
  return Math.min(...interventions.flatMap(({ heads }) => heads.map(({ layer }) => layer)));
}

/** What `interventionRun` reads of the clean pass. */
export function cleanHooks({ nLayers }: TransformerConfig, interventions: readonly Intervention[]): Set<HookName> {
  const first = firstChangedLayer(interventions);
  const hooks = new Set([blockHook(first, 'hook_resid_pre')]);
  for (const { kind: name, heads } of interventions) {
    const kind = interventionKind(name);
    for (const { layer } of heads) for (const activation of kind.needs) hooks.add(blockHook(layer, activation));
    if (!kind.keepsPatterns) continue;
    for (let layer = first; layer < nLayers; layer++) hooks.add(blockHook(layer, 'attn.hook_pattern'));
  }
  return hooks;
}

/**
 * The pass with some heads replaced. z is replaced per query head before W_O, so a grouped-query model loses one head and
 * not its group, and a value bias goes with the head while b_O stays (not folded: Olsson et al. 2022, Hugging Face hooks).
 *
 * `clean` is the same ids' pass without interventions, with the activations of `cleanHooks`; `draw` counts the passes that
 * a kind with several draws asks for. Where two interventions name the same head, the later one holds. Throws `bad-input`
 * for ids that a kind cannot be computed on.
 */
export function interventionRun(
  config: TransformerConfig,
  clean: ActivationCache,
  interventions: readonly Intervention[],
  draw: number,
): InterventionRun {
  const first = firstChangedLayer(interventions);
  const residPre = clean.get(blockHook(first, 'hook_resid_pre')); // [batch, position, d_model]
  const [rows = 0, positions = 0] = residPre.shape;
  const cleanLayer = (layer: number): CleanLayer => ({
    ...{ rows, positions, dHead: config.dHead },
    activation: name => clean.get(blockHook(layer, name)),
  });

  const replacements = new Map<number, Map<number, FloatView>>(); // layer: head: [batch, position, d_head]
  for (const { kind: name, heads, seed } of interventions) {
    const kind = interventionKind(name);
    for (const { layer, head } of heads) {
      const byHead = replacements.get(layer) ?? new Map<number, FloatView>();
      byHead.set(head, kind.replacement(cleanLayer(layer), head, { seed: seed ?? 0, draw: draw % kind.draws }));
      replacements.set(layer, byHead);
    }
  }
  const edits = new Map(
    [...replacements].map(([layer, byHead]) => [blockHook(layer, 'attn.hook_z'), replaceHeads(byHead)]),
  );

  const given = new Map<HookName, ReturnType<typeof givenActivation>>();
  if (interventions.some(({ kind }) => interventionKind(kind).keepsPatterns)) {
    for (let layer = first; layer < config.nLayers; layer++) {
      const hook = blockHook(layer, 'attn.hook_pattern');
      given.set(hook, givenActivation(clean.get(hook)));
    }
  }
  return { from: { layer: first, residPre }, edits, given };
}
