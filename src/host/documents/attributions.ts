import type { Disposable, TextDocument } from 'vscode';
import type { AttentionSummary, EngineContract } from '../../shared/contracts/engineContract';
import { asAppError } from '../../shared/errors';
import type { Client } from '../../shared/rpc/rpc';
import type { Analyses } from './documentPasses';
import type { Analysis, ShownAttention } from './documentPass';

/** A head costs 20 ms natively and 70 ms on wasm, at 512 tokens of SmolLM2: all 270 of it would be seconds. */
const mostHeads = 16;

/**
 * What the shown heads do to the next token's logit along each pair of tokens, for the hover. Fetched when attention is
 * shown, so that hovering asks nobody; of many heads together it is left out.
 */
export class Attributions implements Disposable {
  readonly #known = new WeakMap<ShownAttention, AttentionSummary>();
  readonly #asked = new Map<string, { readonly attention: ShownAttention; readonly abort: AbortController }>();
  readonly #subscription: Disposable;

  constructor(
    private readonly engine: Pick<Client<EngineContract>, 'attention'>,
    private readonly analyses: Analyses,
    private readonly onProblem: (message: string) => void,
  ) {
    this.#subscription = analyses.onDidChange(document => void this.ask(document));
  }

  /** Null while it is not known. */
  of({ attention }: Analysis): AttentionSummary | null {
    return this.#known.get(attention) ?? null;
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const { abort } of this.#asked.values()) abort.abort();
  }

  private async ask(document: TextDocument): Promise<void> {
    const key = document.uri.toString();
    const analysis = this.analyses.get(document);
    if (this.#asked.get(key)?.attention === analysis?.attention) return;
    this.#asked.get(key)?.abort.abort();
    this.#asked.delete(key);
    if (!analysis || analysis.attention.heads.length > mostHeads) return;
    const { spec, attention } = analysis;
    const abort = new AbortController();
    this.#asked.set(key, { attention, abort });
    try {
      const { heads, reduce } = attention;
      const measure = 'logitAttribution';
      this.#known.set(
        attention,
        await this.engine.attention({ pass: spec, heads, measure, reduce }, { signal: abort.signal }),
      );
    } catch (thrown) {
      const { reason, message } = asAppError(thrown);
      if (reason !== 'cancelled') this.onProblem(message);
    }
  }
}
