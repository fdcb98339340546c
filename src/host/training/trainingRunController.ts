import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EventEmitter, l10n, type Disposable, type LogOutputChannel } from 'vscode';
import { AppError } from '../../shared/errors';
import { readLogLine } from '../../shared/logLine';
import { setupSummary } from './setupSummary';
import type { LogLine, TrainParams, TrainReport } from '../../shared/contracts/trainingContract';
import type { TrainingSetup } from '../../shared/trainingSetup';
import { snapshotStep } from '../../shared/numberedNames';
import { noTraining, type TrainingPoint, type TrainingState } from '../../shared/contracts/trainingViewContract';
import { backendName } from '../engine/backendName';
import { setContextKey } from '../ui/contextKeys';
import { TrainingSession, type TrainingEnd } from './trainingSession';

/** The run as its controller knows it. The active checkpoint and the settings are added by the view. */
export type RunState = Omit<TrainingState, 'active' | 'prefixMatchingThreshold'>;

export interface TrainingRunOptions {
  readonly modulePath: string;
  /** Environment of the training process, asked for at each start. */
  readonly environment: () => Readonly<Record<string, string>>;
  readonly log: Pick<LogOutputChannel, 'debug' | 'error'>;
}

/** Owns the training run of this window. There is one run at a time. */
export class TrainingRunController implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #snapshotWritten = new EventEmitter<string>();
  /** Fires with the path of a snapshot once it is complete. */
  readonly onDidWriteSnapshot = this.#snapshotWritten.event;
  #session: TrainingSession | null = null;
  /** Folder of the run; null before the first run. */
  #path: string | null = null;
  #state: RunState = noTraining;
  /** Whether the user stopped the run for good; false for a pause. */
  #isEnding = false;

  constructor(private readonly options: TrainingRunOptions) {}

  get state(): RunState {
    return this.#state;
  }

  get path(): string | null {
    return this.#path;
  }

  /** Trains into a new folder. Resolves when training has ended, also if it failed. Throws bad-input while a run goes on. */
  async start(setup: TrainingSetup, path: string): Promise<void> {
    this.requireFree();
    this.#path = path;
    this.set({
      ...noTraining,
      phase: { kind: 'starting' },
      run: basename(path),
      summary: setupSummary(setup),
      steps: setup.steps,
    });
    await this.run({ recipe: setup, run: path, resume: false });
  }

  /** Resumes the run in the folder `path`, or the paused run. Throws bad-input while a run goes on, or if there is none. */
  async resume(path = this.#path): Promise<void> {
    this.requireFree();
    if (path === null) throw new AppError('bad-input', l10n.t('There is no run to resume.'));
    const isSame = path === this.#path;
    this.#path = path;
    // Before the log is read, so that a second call meanwhile is refused.
    this.set({
      ...(isSame ? this.#state : { ...noTraining, run: basename(path) }),
      phase: { kind: 'starting' },
    });
    const [points, snapshots] = await Promise.all([readPoints(path), snapshotSteps(path)]);
    // A run that was paused in this window has got further than its last logged step.
    this.set({ points, snapshots, step: Math.max(this.#state.step, points.at(-1)?.step ?? 0) });
    await this.run({ recipe: null, run: path, resume: true });
  }

  pause(): void {
    this.stop(false);
  }

  /** Stops the run for good. Its snapshots stay, and the user can still resume it. */
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
      // The last step is logged: the run was done when the user stopped it.
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
        // Training repeats the steps after the last save.
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

/** The points in the run's log, without lines that cannot be read. */
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
