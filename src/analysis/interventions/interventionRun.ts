import type { ActivationCache } from '../../engine/activationCache';
import { blockHook, layerOf, type HookName, type Hooks } from '../../engine/hooks';
import { replaceHeads } from '../../engine/replaceHeads';
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
function firstChangedLayer(interventions: readonly Intervention[]): number {
  return Math.min(...interventions.flatMap(({ heads }) => heads.map(({ layer }) => layer)));
}

/** What `interventionRun` reads of the clean pass. */
export function cleanHooks(config: TransformerConfig, interventions: readonly Intervention[]): Set<HookName> {
  const first = firstChangedLayer(interventions);
  const hooks = new Set([blockHook(first, 'hook_resid_pre'), ...keptPatterns(config, interventions)]);
  for (const { kind: name, heads } of interventions) {
    const kind = interventionKind(name);
    for (const { layer } of heads) for (const activation of kind.needs) hooks.add(blockHook(layer, activation));
  }
  return hooks;
}

/** Whether a changed pass has an activation from the clean one: of a layer before the first change, or a kept pattern. */
export function isInherited(
  config: TransformerConfig,
  interventions: readonly Intervention[],
  hook: HookName,
): boolean {
  const layer = layerOf(hook);
  const first = firstChangedLayer(interventions);
  // The first changed layer's input is the clean one too.
  const isBefore = layer !== null && (layer < first || hook === blockHook(first, 'hook_resid_pre'));
  return isBefore || keptPatterns(config, interventions).includes(hook);
}

/** The patterns that the changed pass takes from the clean one, and does not compute. */
function keptPatterns({ nLayers }: TransformerConfig, interventions: readonly Intervention[]): HookName[] {
  if (!interventions.some(({ kind }) => interventionKind(kind).keepsPatterns)) return [];
  const first = firstChangedLayer(interventions);
  return Array.from({ length: nLayers - first }, (_, i) => blockHook(first + i, 'attn.hook_pattern'));
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
