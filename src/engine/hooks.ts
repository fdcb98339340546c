import type { Tensor } from '@tensorflow/tfjs-core';

/** A place in the forward pass, by TransformerLens's name: "blocks.3.attn.hook_pattern". */
export type HookName = string;

type BlockHook =
  /** [batch, position, d_model] */
  | 'hook_resid_pre'
  | 'hook_resid_mid'
  | 'hook_resid_post'
  | 'hook_attn_out'
  | 'hook_mlp_out'
  /** [batch, position, head, d_head]; q before its norm and rotation, as in TransformerLens */
  | 'attn.hook_q'
  | 'attn.hook_z'
  /** [batch, position, key-value head, d_head]; k after smearing, before its norm and rotation */
  | 'attn.hook_k'
  | 'attn.hook_v'
  /** [batch, head, query, key] */
  | 'attn.hook_pattern';

export function blockHook(layer: number, hook: BlockHook): HookName {
  return `blocks.${layer}.${hook}`;
}

/** [batch, position, 1]: what the final norm divides by. 1 without a norm. */
export const finalScaleHook: HookName = 'ln_final.hook_scale';
/** [batch, position, d_model]: the input of the unembedding, with the final norm's gain and bias. */
export const finalNormalizedHook: HookName = 'ln_final.hook_normalized';

/** The block of a hook, or null for one outside the blocks. */
export function layerOf(name: HookName): number | null {
  const layer = /^blocks\.(\d+)\./.exec(name)?.[1];
  return layer === undefined ? null : Number(layer);
}

/** What a pass does besides computing: it captures some activations, edits some and takes some as given. */
export interface Hooks {
  readonly capture: ReadonlySet<HookName>;
  /** Changes an activation when it is computed. An edit gets and returns it in the hook's own axes. */
  readonly edits: ReadonlyMap<HookName, (activation: Tensor) => Tensor>;
  /** Replaces an activation, which is then not computed at all. */
  readonly given: ReadonlyMap<HookName, () => Tensor>;
}

export const noHooks: Hooks = { capture: new Set(), edits: new Map(), given: new Map() };

/** The hooks of one stretch of a pass, and what it has captured so far. */
export class HookRun {
  readonly captured: Record<HookName, Tensor> = {};

  constructor(private readonly hooks: Hooks) {}

  /** The activation of a hook, computed by `activation` unless it is given. Every hook calls this once a pass. */
  at(name: HookName, activation: () => Tensor): Tensor {
    const given = this.hooks.given.get(name);
    // The caller that gives an activation has it already, so it is not captured.
    if (given) return given();
    const computed = activation();
    const edited = this.hooks.edits.get(name)?.(computed) ?? computed;
    if (this.hooks.capture.has(name)) this.captured[name] = edited;
    return edited;
  }
}
