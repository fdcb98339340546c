import { Disposable, EventEmitter, type LogOutputChannel } from 'vscode';
import type { EngineContract } from '../../shared/contracts/engineContract';
import { asAppError, isInputFault } from '../../shared/errors';
import type { Client } from '../../shared/rpc/rpc';
import { isRefused } from '../../shared/scores';
import { treeEntries, type CheckpointEntry } from './checkpointEntry';
import type { CheckpointStore } from './checkpointStore';

/** A larger snapshot takes minutes to score. The heads view scores such a checkpoint when the user opens it. */
const maxBytes = 64 * 2 ** 20;

/**
 * For each snapshot of the runs in the tree, the largest prefix-matching score of any head. The engine measures it once and
 * stores it on disk; training stores it itself. One snapshot is read after the other, while the tree is visible.
 */
export class SnapshotScores implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscription: Disposable;
  /** By the snapshot's path; null if it cannot be measured. */
  readonly #known = new Map<string, number | null>();
  #isVisible = false;
  #isMeasuring = false;
  /** Paths that changed while a snapshot was measured: its number may be of the old files. */
  readonly #touched = new Set<string>();

  constructor(
    /** The engine of the role `sweep`. */
    private readonly engine: Pick<Client<EngineContract>, 'load' | 'scores'>,
    private readonly store: Pick<CheckpointStore, 'active' | 'list' | 'onDidChangeList' | 'onDidChangeFiles'>,
    private readonly log: Pick<LogOutputChannel, 'warn'>,
  ) {
    this.#subscription = Disposable.from(
      store.onDidChangeFiles(paths => {
        for (const path of paths) {
          this.#known.delete(path);
          this.#touched.add(path);
        }
      }),
      store.onDidChangeList(() => void this.measure()),
    );
  }

  /** Null until it is measured. */
  of(path: string): number | null {
    return this.#known.get(path) ?? null;
  }

  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    void this.measure();
  }

  dispose(): void {
    this.#isVisible = false;
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  private async measure(): Promise<void> {
    if (this.#isMeasuring) return;
    this.#isMeasuring = true;
    try {
      for (let next = this.next(); next !== null; next = this.next()) {
        this.#touched.clear();
        const score = await this.largestPrefixMatching(next);
        if (this.#touched.has(next)) continue;
        this.#known.set(next, score);
        this.#changed.fire();
      }
    } catch (thrown) {
      // The engine failed, not the snapshot. The next change of the list starts another try.
      this.log.warn(`Snapshots could not be scored: ${asAppError(thrown).message}`);
    } finally {
      this.#isMeasuring = false;
    }
  }

  private next(): string | null {
    if (!this.#isVisible) return null;
    const snapshots = treeEntries(this.store.list()).flatMap(entry =>
      entry.kind === 'run' ? entry.run.snapshots : [],
    );
    const open = snapshots.filter(snapshot => isMeasurable(snapshot) && !this.#known.has(snapshot.path));
    // The run of the active checkpoint comes first.
    const active = this.store.active.run?.key;
    return (open.find(({ run }) => run?.key === active) ?? open[0])?.path ?? null;
  }

  /** Null if the checkpoint cannot be scored. Rejects if the engine fails. */
  private async largestPrefixMatching(path: string): Promise<number | null> {
    try {
      const { checkpoint } = await this.engine.load({ path });
      const { scores } = await this.engine.scores({
        ...{ checkpoint, recipes: ['prefix_matching'], seed: 0, sequences: null, interventions: [] },
      });
      const one = scores.prefix_matching;
      return one && !isRefused(one) ? Math.max(...one.score.data) : null;
    } catch (thrown) {
      if (!isInputFault(asAppError(thrown).reason)) throw thrown;
      this.log.warn(`${path}: its heads could not be scored: ${asAppError(thrown).message}`);
      return null;
    }
  }
}

function isMeasurable({ state }: CheckpointEntry): boolean {
  return state?.kind === 'checkpoint' && state.facts.weightBytes <= maxBytes;
}
