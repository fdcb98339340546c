import type { ActivationCache } from '../../engine/activationCache';
import { blockHook, layerOf, type HookName, type Hooks } from '../../engine/hooks';
import { replaceHeads } from '../../engine/replaceHeads';
import type { ResidualStart } from '../../engine/transformer';
import type { TransformerConfig } from '../../model/transformerConfig';
import type { Intervention } from '../../shared/interventions/intervention';
import type { CleanLayer } from '../../shared/interventions/interventionKind';
import { interventionKind } from '../../shared/interventions/registry';
import type { FloatView } from '../../shared/tensorView';

/** What `runTransformer` needs to compute a changed pass from the first layer that changes. */
export interface InterventionRun {
  readonly from: ResidualStart;
  readonly edits: Hooks['edits'];
  readonly given: Hooks['given'];
}

/** The first layer that changes. Needs at least one intervention, and at least one head in each. */
function firstChangedLayer(interventions: readonly Intervention[]): number {
  return Math.min(...interventions.flatMap(({ heads }) => heads.map(({ layer }) => layer)));
}

/** The activations that `interventionRun` reads from the clean pass. */
export function cleanHooks(config: TransformerConfig, interventions: readonly Intervention[]): Set<HookName> {
  const first = firstChangedLayer(interventions);
  const hooks = new Set([blockHook(first, 'hook_resid_pre'), ...keptPatterns(config, interventions)]);
  for (const { kind: name, heads } of interventions) {
    const kind = interventionKind(name);
    for (const { layer } of heads) for (const activation of kind.needs) hooks.add(blockHook(layer, activation));
  }
  return hooks;
}

/** Whether a changed pass shares an activation with the clean pass: one before the first change, or a kept pattern. */
export function isInherited(
  config: TransformerConfig,
  interventions: readonly Intervention[],
  hook: HookName,
): boolean {
  const layer = layerOf(hook);
  const first = firstChangedLayer(interventions);
  // The input of the first changed layer is clean, too.
  const isBefore = layer !== null && (layer < first || hook === blockHook(first, 'hook_resid_pre'));
  return isBefore || keptPatterns(config, interventions).includes(hook);
}

/** The patterns that the changed pass takes from the clean pass instead of computing them. */
function keptPatterns({ nLayers }: TransformerConfig, interventions: readonly Intervention[]): HookName[] {
  if (!interventions.some(({ kind }) => interventionKind(kind).keepsPatterns)) return [];
  const first = firstChangedLayer(interventions);
  return Array.from({ length: nLayers - first }, (_, i) => blockHook(first + i, 'attn.hook_pattern'));
}

/**
 * Prepares a pass in which some heads are replaced. The replacement stands for one query head's z, before W_O. So a
 * grouped-query model loses one head and not its group, and a head's value bias goes with it while b_O stays (the biases are
 * not folded, as in Olsson et al. 2022 and in hooks on Hugging Face models).
 *
 * `clean` is the pass over the same ids without interventions and holds the activations of `cleanHooks`. `draw` counts from 0
 * to `drawsOf(interventions)` − 1. If two interventions name the same head, the later one counts. Throws `bad-input` for ids
 * on which a kind cannot be computed.
 */
export function interventionRun(
  config: TransformerConfig,
  clean: ActivationCache,
  interventions: readonly Intervention[],
  draw: number,
): InterventionRun {
  const first = firstChangedLayer(interventions);
  const input = blockHook(first, 'hook_resid_pre');
  const [rows = 0, positions = 0] = clean.shape(input); // [batch, position, d_model]
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

  const given = new Map(
    keptPatterns(config, interventions).map(hook => [hook, () => clean.tensor(hook)]), // [batch, head, query, key]
  );
  return { from: { layer: first, residPre: () => clean.tensor(input) }, edits, given };
}
