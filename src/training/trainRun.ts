import { AppError, cancelled } from '../shared/errors';
import type { BackendInfo } from '../shared/contracts/engineContract';
import type { ScoreRows } from '../shared/recipes/rows';
import { sizeOfShape, type IntView } from '../shared/tensorView';
import type { LogLine, TrainReport, TrainResult } from '../shared/contracts/trainingContract';
import type { TrainingSetup } from '../shared/trainingSetup';
import { yieldToEventLoop } from '../engine/yieldToEventLoop';
import { openDataSet } from './data/openDataSet';
import type { DataSet } from './data/dataSet';
import { initialWeights } from './initialWeights';
import { planModel, type ModelPlan } from './modelSetup';
import { Pace } from './pace';
import { prefixMatching, prefixMatchingRows, type PrefixMatching } from './prefixMatching';
import { readSetup } from './readSetup';
import { readResumeFile, resumeFile } from './run/resumeFile';
import { RunFolder } from './run/runFolder';
import { snapshotFiles } from './run/snapshotFiles';
import { learningRateAt, snapshotSteps } from './schedule';
import { initialState, Training, type TrainingState } from './training';

export interface TrainRunOptions {
  readonly backend: BackendInfo;
  readonly signal: AbortSignal;
  readonly report: (report: TrainReport) => void;
  /** Awaited when a snapshot is written and before it is reported. */
  readonly onSnapshot?: (snapshot: MeasuredSnapshot) => Promise<void>;
}

export interface MeasuredSnapshot {
  readonly path: string;
  /** Prefix matching of the stored weights. Null if none was measured, or if storing rounds the weights (F16). */
  readonly prefixMatching: PrefixMatching | null;
}

/** The measurements of a logged step. */
interface Measured {
  readonly line: LogLine;
  readonly prefixMatching: PrefixMatching | null;
}

/** Training saves its state at least this often, so a crash loses at most this much work. */
const saveEveryMs = 30_000;
/** The shortest time between two reports of a step. */
const reportEveryMs = 250;

/**
 * Trains into a new folder. Rejects with `bad-input` for unusable data, a folder that is not empty and a run that
 * diverges, and with `cancelled` when the run is stopped; a stopped run can be resumed.
 */
export async function trainNewRun(setup: TrainingSetup, path: string, options: TrainRunOptions): Promise<TrainResult> {
  const { data, plan } = await prepare(setup);
  const folder = new RunFolder(path);
  await folder.create(setup, setup.batch * setup.rowLength);
  const state = initialState(plan, initialWeights(plan, setup.seed));
  return new Run(setup, data, plan, folder, options).train(state, null);
}

/**
 * Resumes a run from its last saved state. The result is bit for bit that of an unbroken run. `given` null takes the run's
 * own setup. Rejects with `bad-input` for a setup that differs from it.
 */
export async function resumeRun(
  given: TrainingSetup | null,
  path: string,
  options: TrainRunOptions,
): Promise<TrainResult> {
  const folder = new RunFolder(path);
  const setup = readSetup(await folder.readSetup(), `${path}/run.json: "recipe"`);
  if (given && JSON.stringify(given) !== JSON.stringify(setup)) {
    throw new AppError(
      'bad-input',
      `${path}: was begun with another setup, ${firstDifference(given, setup)}. Resume it with its own setup, or train into a new folder.`,
    );
  }
  const { data, plan } = await prepare(setup);
  const saved = await folder.openState();
  const state = saved ? await readResumeFile(saved, plan) : initialState(plan, initialWeights(plan, setup.seed));
  return new Run(setup, data, plan, folder, options).train(state, await folder.rewindTo(state.step));
}

async function prepare(setup: TrainingSetup): Promise<{ data: DataSet; plan: ModelPlan }> {
  const data = await openDataSet(setup);
  return { data, plan: planModel(setup.model, data, setup.name) };
}

function firstDifference(given: TrainingSetup, setup: TrainingSetup): string {
  const ours = new Map<string, unknown>(Object.entries(setup));
  const [key = '', value] =
    Object.entries(given).find(([name, one]) => JSON.stringify(one) !== JSON.stringify(ours.get(name))) ?? [];
  return `whose "${key}" is ${JSON.stringify(ours.get(key))} and not ${JSON.stringify(value)}`;
}

/** A run that is being trained. */
class Run {
  /** The rows of every measurement. They stay the same during the run. */
  readonly #heldOut: IntView;
  readonly #scoreRows: ScoreRows | null;

  constructor(
    private readonly setup: TrainingSetup,
    private readonly data: DataSet,
    private readonly plan: ModelPlan,
    private readonly folder: RunFolder,
    private readonly options: TrainRunOptions,
  ) {
    this.#heldOut = data.heldOutRows();
    this.#scoreRows = prefixMatchingRows(data, setup.model.n_ctx);
  }

  /** `logged` is the log's last line at or before the step of `state`. */
  async train(state: TrainingState, logged: LogLine | null): Promise<TrainResult> {
    const { setup, options } = this;
    const parameters = this.plan.parameters.reduce((sum, { shape }) => sum + sizeOfShape(shape), 0);
    options.report({ kind: 'start', recipe: setup, backend: options.backend, parameters, step: state.step });
    const training = new Training(this.plan, setup, state);
    try {
      const last = await this.loop(training, logged);
      return { run: this.folder.path, steps: setup.steps, last };
    } finally {
      training.dispose();
    }
  }

  private async loop(training: Training, logged: LogLine | null): Promise<LogLine> {
    const { steps, logEvery, snapshots } = this.setup;
    const snapshotsDue = new Set(snapshotSteps(snapshots, steps));
    const pace = new Pace(this.setup.batch * this.setup.rowLength);
    let last = logged;
    let savedAt = Date.now();
    let reportedAt = 0;
    for (;;) {
      const { step } = training;
      const isSnapshot = snapshotsDue.has(step);
      if ((isSnapshot || step % logEvery === 0) && last?.step !== step) {
        const measured = await this.measure(training, pace);
        last = measured.line;
        // In this order: a logged snapshot is there, and training resumes after the last logged step.
        if (isSnapshot) await this.writeSnapshot(training, measured);
        await this.folder.appendLog(last);
        this.options.report({ kind: 'log', line: last });
        if (isSnapshot) await this.folder.saveState(resumeFile(training.state));
      }
      if (step >= steps) break;

      const loss = await training.update(this.data.trainingRows(step + 1));
      if (!Number.isFinite(loss)) throw this.diverged(step);
      pace.stepDone();
      const now = Date.now();
      if (now - reportedAt >= reportEveryMs) {
        reportedAt = now;
        this.options.report({ kind: 'step', step: step + 1, loss, ...pace.left(steps - step - 1) });
      }
      await yieldToEventLoop();
      const isStopped = this.options.signal.aborted;
      if (isStopped || now - savedAt >= saveEveryMs) {
        await this.folder.saveState(resumeFile(training.state));
        savedAt = now;
      }
      if (isStopped) throw cancelled();
    }
    if (!last) throw new Error('The last step is always logged.');
    return last;
  }

  /** It cannot be cancelled, so every logged step has all its numbers. */
  private async measure(training: Training, pace: Pace): Promise<Measured> {
    const { step } = training;
    const { learningRate, warmUp, weightDecay, batch, rowLength } = this.setup;
    const rows = this.#scoreRows;
    const { signal } = new AbortController();
    const tokensPerSecond = pace.sinceMark();
    const { loss, scores } = await training.withModel(async engineModel => ({
      loss: await training.loss(engineModel, this.#heldOut),
      scores: rows && (await prefixMatching(engineModel, rows, signal)),
    }));
    // A score of NaN makes the largest NaN.
    const largest = scores && Math.max(...scores.score.data);
    if (![loss, largest ?? 0].every(Number.isFinite)) throw this.diverged(step);
    pace.mark();
    const line = {
      step,
      tokens: step * batch * rowLength,
      loss,
      learningRate: learningRateAt(step, learningRate, warmUp),
      weightDecay,
      tokensPerSecond,
      prefixMatching: largest,
    };
    return { line, prefixMatching: scores };
  }

  private async writeSnapshot(training: Training, { line, prefixMatching }: Measured): Promise<void> {
    const { tokenizerJson } = this.data;
    const { weights: dtype } = this.setup;
    const files = snapshotFiles(this.plan, training.state.weights, line, tokenizerJson, dtype);
    const path = await this.folder.writeSnapshot(line.step, files);
    // F16 rounds the weights, so that a stored snapshot has slightly other scores than the model in training.
    await this.options.onSnapshot?.({ path, prefixMatching: dtype === 'F32' ? prefixMatching : null });
    this.options.report({ kind: 'snapshot', step: line.step, path });
  }

  private diverged(step: number): AppError {
    return new AppError(
      'bad-input',
      `${this.folder.path}: training diverged at step ${step}, the loss is not a number. Try a smaller "learningRate" or a "clip".`,
    );
  }
}
