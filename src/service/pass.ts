import type { FloatView } from '../shared/tensorView';
import type { ActivationCache } from '../engine/activationCache';
import { finalNormalizedHook, type HookName } from '../engine/hooks';
import type { Predictions } from '../engine/readout/logits';
import type { TransformerConfig } from '../model/transformerConfig';

/** The activations that a question about a pass reads. Throws `bad-input` for a question that the model cannot answer. */
export type NeededHooks = (config: TransformerConfig) => Iterable<HookName>;

/** What a pass with interventions has of the clean pass. */
export interface CleanBase {
  readonly isInherited: (hook: HookName) => boolean;
  /** Called when the clean pass is needed no longer. */
  readonly letGo: () => void;
}

/** A computed pass, as far as questions have needed it. Whoever makes it disposes it. */
export class Pass {
  /** What is unembedded, of each draw; null for a pass without draws, which has it among its activations. */
  draws: readonly FloatView[] | null = null;
  /** Once somebody has asked for them. */
  losses: FloatView | null = null;
  predictions: Predictions | null = null;

  /** `activations`: with several draws, the mean over them. `base`: null for a clean pass. */
  constructor(
    readonly config: TransformerConfig,
    readonly activations: ActivationCache,
    private readonly base: CleanBase | null,
  ) {}

  /** Whether the pass has an activation from the clean pass, and does not compute it. */
  readonly isInherited = (hook: HookName): boolean => this.base?.isInherited(hook) ?? false;

  /** The final normalised residual stream, [batch, position, d_model], of each draw: losses and logits are means over them. */
  get normalized(): readonly FloatView[] {
    return this.draws ?? [this.activations.get(finalNormalizedHook)];
  }

  /** What a question needs and nobody has needed before. */
  missing(needs: NeededHooks): HookName[] {
    const isThere = (hook: HookName): boolean =>
      this.isInherited(hook) ? this.activations.has(hook) : this.activations.isOwn(hook);
    return [...new Set(needs(this.config))].filter(hook => !isThere(hook));
  }

  dispose(): void {
    this.activations.dispose();
    this.base?.letGo();
  }
}
