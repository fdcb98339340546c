import type { Disposable, TextDocument } from 'vscode';
import type { AttentionSummary, EngineContract } from '../../shared/contracts/engineContract';
import { asAppError } from '../../shared/errors';
import type { Client } from '../../shared/rpc/rpc';
import type { DocumentPasses } from './documentPasses';
import type { DocumentPass, ShownAttention } from './documentPass';

/** At 512 tokens of SmolLM2 a head takes 20 ms natively and 70 ms on wasm, so that its 270 heads would take seconds. */
const maxHeads = 16;

/**
 * For the hover: by how much the shown heads raise the next token's logit, for each pair of tokens. Fetched when attention
 * is shown, so that a hover has it at hand; not fetched for more than `maxHeads` heads.
 */
export class Attributions implements Disposable {
  readonly #known = new WeakMap<ShownAttention, AttentionSummary>();
  readonly #asked = new Map<string, { readonly attention: ShownAttention; readonly abort: AbortController }>();
  readonly #subscription: Disposable;

  constructor(
    private readonly engine: Pick<Client<EngineContract>, 'attention'>,
    private readonly documentPasses: DocumentPasses,
    private readonly onProblem: (message: string) => void,
  ) {
    this.#subscription = documentPasses.onDidChange(document => void this.ask(document));
  }

  /** Null until it is fetched. */
  of({ attention }: DocumentPass): AttentionSummary | null {
    return this.#known.get(attention) ?? null;
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const { abort } of this.#asked.values()) abort.abort();
  }

  private async ask(document: TextDocument): Promise<void> {
    const key = document.uri.toString();
    const documentPass = this.documentPasses.get(document);
    if (this.#asked.get(key)?.attention === documentPass?.attention) return;
    this.#asked.get(key)?.abort.abort();
    this.#asked.delete(key);
    if (!documentPass || documentPass.attention.heads.length > maxHeads) return;
    const { spec, attention } = documentPass;
    const abort = new AbortController();
    this.#asked.set(key, { attention, abort });
    try {
      const { heads, reduce } = attention;
      const pairValue = 'logitAttribution';
      this.#known.set(
        attention,
        await this.engine.attention({ pass: spec, heads, pairValue, reduce }, { signal: abort.signal }),
      );
    } catch (thrown) {
      const { reason, message } = asAppError(thrown);
      if (reason !== 'cancelled') this.onProblem(message);
    }
  }
}
