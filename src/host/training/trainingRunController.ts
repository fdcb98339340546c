import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EventEmitter, l10n, type Disposable, type LogOutputChannel } from 'vscode';
import { AppError } from '../../shared/errors';
import { readLogLine } from '../../shared/logLine';
import { setupSummary } from './setupSummary';
import type { LogLine, TrainParams, TrainReport } from '../../shared/contracts/trainingContract';
import type { TrainingSetup } from '../../shared/trainingSetup';
import { snapshotStep } from '../../shared/checkpointFiles';
import { noTraining, type TrainingPoint, type TrainingState } from '../../shared/contracts/trainingViewContract';
import { backendName } from '../engine/backendName';
import { setContextKey } from '../ui/contextKeys';
import { TrainingSession, type TrainingEnd } from './trainingSession';

/** What is known of the run; which snapshot is the active checkpoint is another's to know. */
export type RunState = Omit<TrainingState, 'active' | 'prefixMatchingThreshold'>;

export interface TrainingRunOptions {
  readonly modulePath: string;
  /** Of the process, read at each start. */
  readonly environment: () => Readonly<Record<string, string>>;
  readonly log: Pick<LogOutputChannel, 'debug' | 'error'>;
}

/** The training run of this window: one at a time. The one owner of it. */
export class TrainingRunController implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #snapshotWritten = new EventEmitter<string>();
  /** The path of a snapshot that is complete. */
  readonly onDidWriteSnapshot = this.#snapshotWritten.event;
  #session: TrainingSession | null = null;
  /** Its folder; null before the first. */
  #path: string | null = null;
  #state: RunState = noTraining;
  /** Whether the person ended the run, rather than paused it. */
  #isEnding = false;

  constructor(private readonly options: TrainingRunOptions) {}

  get state(): RunState {
    return this.#state;
  }

  get path(): string | null {
    return this.#path;
  }

  /** Trains into a new folder. Resolves when training has ended, however it ended. */
  async start(recipe: TrainingSetup, path: string): Promise<void> {
    this.requireFree();
    this.#path = path;
    this.set({
      ...noTraining,
      phase: { kind: 'starting' },
      run: basename(path),
      summary: setupSummary(recipe),
      steps: recipe.steps,
    });
    await this.run({ recipe, run: path, resume: false });
  }

  /** Goes on with a run; without `path` with the one that was paused. */
  async resume(path = this.#path): Promise<void> {
    this.requireFree();
    if (path === null) throw new AppError('bad-input', l10n.t('There is no run to resume.'));
    const isSame = path === this.#path;
    this.#path = path;
    // At once: another call finds it taken while the log is read.
    this.set({
      ...(isSame ? this.#state : { ...noTraining, run: basename(path) }),
      phase: { kind: 'starting' },
    });
    const [points, snapshots] = await Promise.all([readPoints(path), snapshotSteps(path)]);
    // The log has every so many steps; a run that was paused here got further.
    this.set({ points, snapshots, step: Math.max(this.#state.step, points.at(-1)?.step ?? 0) });
    await this.run({ recipe: null, run: path, resume: true });
  }

  pause(): void {
    this.stop(false);
  }

  /** Ends the run where it is; its snapshots stay, and it could still be resumed. */
  end(): void {
    if (this.#session) this.stop(true);
    else if (this.#state.phase.kind === 'paused') this.set({ phase: { kind: 'stopped' } });
  }

  dispose(): void {
    this.#session?.kill();
    this.#changed.dispose();
    this.#snapshotWritten.dispose();
  }

  /** Throws `bad-input` while a run goes on. */
  requireFree(): void {
    const { kind } = this.#state.phase;
    if (kind !== 'starting' && kind !== 'running' && kind !== 'stopping') return;
    throw new AppError('bad-input', l10n.t('{0} is being trained. Pause or stop it first.', this.#state.run ?? ''));
  }

  private stop(isEnding: boolean): void {
    if (!this.#session) return;
    this.#isEnding = isEnding;
    this.set({ phase: { kind: 'stopping' } });
    this.#session.stop();
  }

  private async run(params: TrainParams): Promise<void> {
    const { modulePath, environment, log } = this.options;
    this.#isEnding = false;
    const session = new TrainingSession(params, {
      modulePath,
      environment: environment(),
      onOutput: line => log.debug(`training engine: ${line}`),
      onReport: report => this.receive(report),
    });
    this.#session = session;
    void setContextKey('isTraining', true);
    const end = await session.ended;
    this.#session = null;
    void setContextKey('isTraining', false);
    this.finish(end);
  }

  private finish(end: TrainingEnd): void {
    const { points, steps, step } = this.#state;
    if (end.kind === 'failed') {
      const { reason, message } = end.error;
      this.options.log.error(`Training: ${message}`);
      this.set({ phase: { kind: 'failed', reason, message, canResume: points.length > 0 }, secondsLeft: null });
    } else if (end.kind === 'done' || points.at(-1)?.step === steps) {
      // The other of the two: stopped in the moment in which it ended.
      this.set({ phase: { kind: 'done' }, step: steps, secondsLeft: null });
    } else {
      this.set({ phase: { kind: this.#isEnding ? 'stopped' : 'paused' }, step, secondsLeft: null });
    }
  }

  private receive(report: TrainReport): void {
    const { points, snapshots, phase } = this.#state;
    const running = phase.kind === 'stopping' ? phase : ({ kind: 'running' } as const);
    switch (report.kind) {
      case 'start': {
        const { recipe, backend, step } = report;
        // What came after is trained again.
        const kept = points.filter(point => point.step <= step);
        this.set({
          phase: running,
          summary: setupSummary(recipe),
          backend: backendName(backend.name),
          step,
          steps: recipe.steps,
          points: kept,
          snapshots: snapshots.filter(one => one <= step),
        });
        break;
      }
      case 'step':
        this.set({
          phase: running,
          step: report.step,
          loss: report.loss,
          tokensPerSecond: report.tokensPerSecond,
          secondsLeft: report.secondsLeft,
        });
        break;
      case 'log':
        this.set({ points: [...points.filter(({ step }) => step < report.line.step), pointOf(report.line)] });
        break;
      case 'snapshot':
        this.set({ snapshots: [...snapshots.filter(step => step < report.step), report.step] });
        this.#snapshotWritten.fire(report.path);
        break;
    }
  }

  private set(changes: Partial<RunState>): void {
    this.#state = { ...this.#state, ...changes };
    this.#changed.fire();
  }
}

function pointOf({ step, loss, prefixMatching }: LogLine): TrainingPoint {
  return { step, loss, prefixMatching };
}

/** The curves so far; what cannot be read is left out. */
async function readPoints(run: string): Promise<TrainingPoint[]> {
  const text = await readFile(join(run, 'log.jsonl'), 'utf8').catch(() => '');
  return text.split('\n').flatMap(text => {
    const line = readLogLine(text);
    return line ? [pointOf(line)] : [];
  });
}

async function snapshotSteps(run: string): Promise<number[]> {
  const names = await readdir(run).catch(() => []);
  return names.flatMap(name => snapshotStep(name) ?? []).toSorted((a, b) => a - b);
}
