import type { SharedView } from '../../src/shared/contracts/attentionViewContract';

/**
 * Changes that are shown before the extension host has confirmed them: waiting for its answer would double the time that
 * a head's tile takes. While several are under way, what the host says of an earlier one is held back.
 */
export class ViewChanges {
  #underWay = 0;
  #held: SharedView | null = null;

  constructor(private readonly onSettled: (view: SharedView) => void) {}

  /** Whether what the host says is shown holds now; else `onSettled` tells it later. */
  accepts(view: SharedView): boolean {
    if (this.#underWay > 0) this.#held = view;
    return this.#underWay === 0;
  }

  async tell(host: () => Promise<unknown>): Promise<void> {
    this.#underWay++;
    await host().catch(() => undefined);
    this.#underWay--;
    const held = this.#held;
    if (this.#underWay > 0 || !held) return;
    this.#held = null;
    this.onSettled(held);
  }
}
