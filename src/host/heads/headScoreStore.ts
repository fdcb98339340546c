import { Disposable, EventEmitter, l10n, type Event, type LogOutputChannel } from 'vscode';
import type { EngineContract, LoadedCheckpoint } from '../../shared/contracts/engineContract';
import { AppError, asAppError, cancelled, throwIfCancelled } from '../../shared/errors';
import type { HeadGrid } from '../../shared/heads';
import type { Intervention } from '../../shared/interventions/intervention';
import { interventionKind } from '../../shared/interventions/registry';
import { recipeNames, recipes, type RecipeName } from '../../shared/recipes/registry';
import type { Client } from '../../shared/rpc/rpc';
import type { ScoreSet } from '../../shared/scores';
import { chosenEntry } from '../checkpoints/checkpointEntry';
import type { CheckpointStore } from '../checkpoints/checkpointStore';
import type { ViewState } from '../documents/viewState';
import { ScoreSheet } from './scoreSheet';

export interface HeadScoreSources {
  /** The engine of the role `sweep`, so that scoring never delays a hover. */
  readonly engine: Client<EngineContract>;
  readonly checkpoints: Pick<CheckpointStore, 'active' | 'requireActive' | 'onDidChangeActive'>;
  readonly view: Pick<ViewState, 'values' | 'dropMissingHeads' | 'onDidChange'>;
  /** Paths of checkpoints whose files may have changed. */
  readonly onDidChangeFiles: Event<ReadonlySet<string>>;
  readonly log: Pick<LogOutputChannel, 'error'>;
}

/** The seed of all rows, so that a head has the same score on every machine. */
const rowSeed = 0;

/**
 * The scores of all heads of the active checkpoint, without and with the ablation. It starts scoring by itself, once for
 * each checkpoint, while a view shows the scores.
 */
export class HeadScoreStore implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: Disposable;
  #clean = new ScoreSheet(null);
  #ablated: ScoreSheet | null = null;
  #loaded: LoadedCheckpoint | null = null;
  #isWatched = false;
  #isTouched = false;
  #queue: Promise<void> = Promise.resolve();

  constructor(private readonly sources: HeadScoreSources) {
    const { checkpoints, view, onDidChangeFiles } = sources;
    this.#subscriptions = Disposable.from(
      checkpoints.onDidChangeActive(() => this.startOver()),
      onDidChangeFiles(paths => {
        if (paths.has(this.#loaded?.checkpoint.path ?? checkpoints.active.path)) this.touch();
      }),
      view.onDidChange(() => this.dropOutdated()),
    );
  }

  get clean(): ScoreSheet {
    return this.#clean;
  }

  /** The scores under the ablation. Null until the user asks for them, and again when the ablation changes. */
  get ablated(): ScoreSheet | null {
    return this.#ablated;
  }

  /** The checkpoint that the scores are of; null until it is loaded. */
  get loaded(): LoadedCheckpoint | null {
    return this.#loaded;
  }

  /** Layers and heads, which the header says before the weights are read. */
  get grid(): HeadGrid | null {
    const { state } = this.sources.checkpoints.active;
    return this.#loaded?.facts ?? (state?.kind === 'checkpoint' ? state.facts : null);
  }

  /** Says whether a view shows the scores. Nothing is loaded before one does. */
  setWatched(isWatched: boolean): void {
    this.#isWatched = isWatched;
    if (!isWatched) return;
    if (this.#isTouched) this.touch();
    this.scoreOnce();
  }

  /** Scores because the user asks for it, also after a cancel or a failure. */
  async score({ underAblation }: { readonly underAblation: boolean }): Promise<void> {
    const { ablation } = this.sources.view.values;
    const held = underAblation ? this.#ablated : this.#clean;
    if (held?.isRunning || (underAblation && !ablation)) return;
    const sheet = new ScoreSheet(underAblation ? ablation : null);
    if (underAblation) this.#ablated = sheet;
    else this.#clean = sheet;
    sheet.load({ done: 0, total: null });
    this.#changed.fire();
    this.#queue = this.#queue.then(() => this.fill(sheet));
    await this.#queue;
  }

  /** The scores without ablation, computed first if need be. Rejects with the reason of a failure, or `cancelled`. */
  async completed(): Promise<ScoreSet> {
    if (!this.#clean.set && !this.#clean.isRunning) void this.score({ underAblation: false });
    await this.#queue;
    const { set, phase } = this.#clean;
    if (set) return set;
    if (phase.kind === 'failed') throw new AppError(phase.reason, phase.message);
    throw cancelled();
  }

  cancel(): void {
    for (const sheet of [this.#clean, this.#ablated]) if (sheet?.isRunning) sheet.cancel();
  }

  dispose(): void {
    this.cancel();
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  private scoreOnce(): void {
    if (this.#isWatched && this.#clean.phase.kind === 'none') {
      void this.score({ underAblation: false });
    }
  }

  private startOver(): void {
    this.cancel();
    this.#clean = new ScoreSheet(null);
    this.#ablated = null;
    this.#loaded = null;
    this.#isTouched = false;
    this.#changed.fire();
    this.scoreOnce();
  }

  private dropOutdated(): void {
    if (!this.#ablated || this.#ablated.ablation === this.sources.view.values.ablation) return;
    this.#ablated.cancel();
    this.#ablated = null;
    this.#changed.fire();
  }

  /** The checkpoint's files were written, perhaps with the same contents. */
  private touch(): void {
    this.#isTouched = true;
    if (!this.#isWatched) return;
    this.#isTouched = false;
    const known = this.#loaded;
    if (!known) {
      // Perhaps the files were half written then, and are complete now.
      if (this.#clean.phase.kind === 'failed') this.startOver();
      return;
    }
    this.#queue = this.#queue.then(async () => {
      if (this.#loaded !== known) return;
      const weightsId = await this.sources.engine.load({ path: known.checkpoint.path }).then(
        ({ checkpoint }) => checkpoint.weightsId,
        // The files are half written or gone: scoring says what is wrong with them.
        () => null,
      );
      if (this.#loaded === known && weightsId !== known.checkpoint.weightsId) this.startOver();
    });
  }

  private async fill(sheet: ScoreSheet): Promise<void> {
    const fireChange = (): void => {
      if (sheet === this.#clean || sheet === this.#ablated) this.#changed.fire();
    };
    try {
      throwIfCancelled(sheet.signal);
      sheet.finish(await this.compute(sheet, fireChange));
    } catch (thrown) {
      const { reason, message } = asAppError(thrown);
      if (reason === 'cancelled') {
        sheet.stop({ kind: 'cancelled' });
      } else {
        sheet.stop({ kind: 'failed', reason, message });
        this.sources.log.error(`${l10n.t('Scoring failed:')} ${message}`);
      }
    }
    fireChange();
  }

  private async compute(sheet: ScoreSheet, fireChange: () => void): Promise<ScoreSet> {
    const { engine, checkpoints, view } = this.sources;
    const { signal } = sheet;
    const loaded = await engine.load(chosenEntry(checkpoints.requireActive()), {
      signal,
      onReport: progress => {
        sheet.load(progress);
        fireChange();
      },
    });
    throwIfCancelled(signal);
    this.#loaded = loaded;
    // Another model may lack the ablated heads: this then ends the ablation, which cancels its scores.
    view.dropMissingHeads(loaded.facts);
    throwIfCancelled(signal);
    const { ablation } = sheet;
    return engine.scores(
      {
        checkpoint: loaded.checkpoint,
        recipes: recipesFor(ablation),
        seed: rowSeed,
        sequences: null,
        interventions: ablation ? [ablation] : [],
      },
      {
        signal,
        onReport: report => {
          sheet.report(report, loaded.facts);
          fireChange();
        },
      },
    );
  }
}

/** The recipes to compute. An ablation that keeps all patterns leaves the scores of patterns as they are. */
function recipesFor(ablation: Intervention | null): readonly RecipeName[] {
  const keepsPatterns = ablation !== null && interventionKind(ablation.kind).keepsPatterns;
  return keepsPatterns ? recipeNames.filter(name => !recipes[name].isOfPattern) : recipeNames;
}
