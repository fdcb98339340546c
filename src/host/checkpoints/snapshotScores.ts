import { dirname } from 'node:path';
import { Disposable, EventEmitter, type LogOutputChannel } from 'vscode';
import type { EngineContract } from '../../shared/contracts/engineContract';
import { asAppError, isInputFault } from '../../shared/errors';
import type { Client } from '../../shared/rpc/rpc';
import { isRefused } from '../../shared/scores';
import { treeEntries, type CheckpointEntry } from './checkpointEntry';
import type { CheckpointStore } from './checkpointStore';

/** Larger ones take minutes a snapshot; the heads panel scores them one by one. */
const maxBytes = 64 * 2 ** 20;

/**
 * The largest prefix-matching score of any head, of each snapshot of the runs in the tree. Measured once and kept (design
 * decision 12), one after the other, while somebody looks.
 */
export class SnapshotScores implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscription: Disposable;
  /** By the snapshot's path; null where it cannot be measured. */
  readonly #known = new Map<string, number | null>();
  #isVisible = false;
  #isMeasuring = false;
  /** What changed while one was measured: a number of it would be of what was there before. */
  readonly #touched = new Set<string>();

  constructor(
    /** The one for sweeps. */
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

  /** Null while it is not known. */
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
      // The engine's fault and not the snapshot's: it is tried again with the next change of the list.
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
    // The run that the person is at comes first.
    const run = dirname(this.store.active.path);
    return (open.find(({ path }) => dirname(path) === run) ?? open[0])?.path ?? null;
  }

  /** Null where that is not possible for the checkpoint. Rejects where the engine fails. */
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
