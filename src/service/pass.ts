import type { FloatView } from '../shared/tensorView';
import type { ActivationCache } from '../engine/activationCache';
import { finalNormalizedHook, type HookName } from '../engine/hooks';
import type { Predictions } from '../engine/readout/logits';
import type { TransformerConfig } from '../model/transformerConfig';

/** Names the activations that a question about a pass reads. Throws `bad-input` if the model cannot answer it. */
export type NeededHooks = (config: TransformerConfig) => Iterable<HookName>;

/** What a pass with interventions takes from the clean pass. */
export interface CleanBase {
  readonly isInherited: (hook: HookName) => boolean;
  /** Called when the changed pass is disposed and no longer needs the clean pass. */
  readonly letGo: () => void;
}

/** A computed pass, with the activations that questions have needed so far. Its maker disposes it. */
export class Pass {
  /** The final normalised residual stream of each draw; null for a pass of one draw, which keeps it in `activations`. */
  draws: readonly FloatView[] | null = null;
  /** Null until a question has needed them; so are `predictions`. */
  losses: FloatView | null = null;
  predictions: Predictions | null = null;

  /** `activations` holds the means if there are several draws. `base` is null for a clean pass. */
  constructor(
    readonly config: TransformerConfig,
    readonly activations: ActivationCache,
    private readonly base: CleanBase | null,
  ) {}

  /** Whether the pass takes an activation from the clean pass instead of computing it. */
  readonly isInherited = (hook: HookName): boolean => this.base?.isInherited(hook) ?? false;

  /** The final normalised residual stream [batch, position, d_model] of each draw. Losses and logits are means over them. */
  get normalized(): readonly FloatView[] {
    return this.draws ?? [this.activations.get(finalNormalizedHook)];
  }

  /** The activations that a question needs and the pass does not have yet. */
  missing(needs: NeededHooks): HookName[] {
    const isThere = (hook: HookName): boolean =>
      this.isInherited(hook) ? this.activations.has(hook) : this.activations.isOwn(hook);
    return [...new Set(needs(this.config))].filter(hook => !isThere(hook));
  }

  /** What it keeps for itself, in the backend or in plain memory. Losses and predictions are too small to count. */
  get bytes(): number {
    const ofDraws = (this.draws ?? []).reduce((sum, { data }) => sum + data.byteLength, 0);
    return this.activations.bytes + ofDraws;
  }

  dispose(): void {
    this.activations.dispose();
    this.base?.letGo();
  }
}
