import { EventEmitter, type Disposable, type Memento } from 'vscode';
import { compareHeads, formatHead, parseHead, type HeadRef } from '../../shared/heads';
import type { HeadLabel } from '../../shared/contracts/headsViewContract';

const memoryKey = 'heads.labels';

/** Labels by weightsId, then by head: "L5H1". */
type StoredLabels = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The user's own names for heads, kept for each checkpoint. */
export class HeadLabels implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(private readonly memory: Memento) {}

  /** The labels of a checkpoint's heads, ordered by layer and head. */
  of(weightsId: string): HeadLabel[] {
    return Object.entries(this.stored[weightsId] ?? {})
      .flatMap(([name, label]) => {
        const head = parseHead(name);
        return head ? [{ head, label }] : [];
      })
      .toSorted((a, b) => compareHeads(a.head, b.head));
  }

  /** Sets a head's label; an empty one removes it. */
  async set(weightsId: string, head: HeadRef, label: string): Promise<void> {
    const name = label.trim();
    const others = Object.entries(this.stored[weightsId] ?? {}).filter(([held]) => held !== formatHead(head));
    const labels = { ...Object.fromEntries(others), ...(name === '' ? {} : { [formatHead(head)]: name }) };
    await this.memory.update(memoryKey, { ...this.stored, [weightsId]: labels });
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  private get stored(): StoredLabels {
    return this.memory.get<StoredLabels>(memoryKey) ?? {};
  }
}
