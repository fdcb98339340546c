import type { Intervention } from '../../shared/interventions/intervention';
import type { HeadGrid } from '../../shared/heads';
import type { HeadScores, RowShape, ScoredRows, ScorePhase } from '../../shared/contracts/headsViewContract';
import type { Progress } from '../../shared/progress';
import { eachRowKind, type ScoreRows } from '../../shared/recipes/rows';
import { emptyScores, isRefused, type Refused, type ScoreReport, type ScoreSet } from '../../shared/scores';

/** Before this time the remaining time would be a guess. */
const minSeconds = 0.5;

/** The scores of a model, with or without an ablation: empty at first, then filled layer by layer. */
export class ScoreSheet {
  readonly #abort = new AbortController();
  #phase: ScorePhase = { kind: 'none' };
  #scores: ScoreSet['scores'] = {};
  #set: ScoreSet | null = null;
  #startedAt = 0;

  constructor(readonly ablation: Intervention | null) {}

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isRunning(): boolean {
    return this.#phase.kind === 'loading' || this.#phase.kind === 'scoring';
  }

  get phase(): ScorePhase {
    return this.#phase;
  }

  get state(): HeadScores {
    return { phase: this.#phase, scores: this.#scores, rows: this.#set && rowsOf(this.#set) };
  }

  /** All scores and their rows; null until scoring is done. */
  get set(): ScoreSet | null {
    return this.#set;
  }

  /** Cancels the work on it. The layers that are there stay. */
  cancel(): void {
    this.#abort.abort();
  }

  load({ done, total }: Pick<Progress, 'done' | 'total'>): void {
    this.#phase = { kind: 'loading', done, total };
  }

  report(report: ScoreReport, grid: HeadGrid, now = performance.now()): void {
    if (report.kind === 'progress') this.reportProgress(report.progress, now);
    else this.reportLayer(report, grid);
  }

  finish(set: ScoreSet): void {
    this.#set = set;
    this.#scores = set.scores;
    this.#phase = { kind: 'done' };
  }

  stop(phase: ScorePhase & { readonly kind: 'cancelled' | 'failed' }): void {
    this.#phase = phase;
  }

  private reportProgress({ done, total, label }: Progress, now: number): void {
    // The engine reads the weights first if they are no longer in memory.
    if (label !== 'layers' || total === null) return this.load({ done, total });
    if (this.#phase.kind !== 'scoring') this.#startedAt = now;
    const seconds = (now - this.#startedAt) / 1000;
    const secondsLeft = done > 0 && seconds >= minSeconds ? (seconds / done) * (total - done) : null;
    this.#phase = { kind: 'scoring', done, total, secondsLeft };
  }

  private reportLayer(
    { recipe, layer, score, error, chance }: Extract<ScoreReport, { kind: 'layer' }>,
    grid: HeadGrid,
  ): void {
    const held = this.#scores[recipe];
    const sheet = held && !isRefused(held) ? held : emptyScores(recipe, grid, chance);
    sheet.score.data.set(score, layer * grid.nHeads);
    sheet.error.data.set(error, layer * grid.nHeads);
    this.#scores = { ...this.#scores, [recipe]: sheet };
  }
}

function rowsOf({ seed, startTokenId, sequences }: ScoreSet): ScoredRows {
  return { seed, startTokenId, kinds: eachRowKind(kind => shapeOf(sequences[kind])) };
}

function shapeOf(rows: ScoreRows | Refused): RowShape | null {
  return isRefused(rows) ? null : { count: rows.ids.shape[0] ?? 0, segment: rows.segment, repeats: rows.repeats };
}
