import type { SharedView } from '../../src/shared/contracts/attentionViewContract';

/**
 * Changes of the view that are shown before the extension host has confirmed them: waiting for its answer would double the
 * time until a head's tile is there. While several are under way, the host's state after an earlier one is held back.
 */
export class ViewChanges {
  #underWay = 0;
  #held: SharedView | null = null;

  /** `onSettled` gets the newest state that was held back, when the last change has its answer. */
  constructor(private readonly onSettled: (view: SharedView) => void) {}

  /** Whether the host's state can be shown now; if not, it is held back. */
  accepts(view: SharedView): boolean {
    if (this.#underWay > 0) this.#held = view;
    return this.#underWay === 0;
  }

  /** Rejects as the call does. */
  async send(call: () => Promise<unknown>): Promise<void> {
    this.#underWay++;
    try {
      await call();
    } finally {
      this.#underWay--;
      this.settle();
    }
  }

  private settle(): void {
    const held = this.#held;
    if (this.#underWay > 0 || !held) return;
    this.#held = null;
    this.onSettled(held);
  }
}
