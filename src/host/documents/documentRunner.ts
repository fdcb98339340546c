import {
  commands,
  EventEmitter,
  l10n,
  window,
  workspace,
  Disposable,
  type LogOutputChannel,
  type TextDocument,
} from 'vscode';
import type { ComparisonMetric } from '../../shared/comparison';
import type { Intervention } from '../../shared/interventions/intervention';
import type {
  AttentionReduce,
  CheckpointFacts,
  ChosenCheckpoint,
  EngineContract,
  LoadedCheckpoint,
  PassResult,
  PassSpec,
} from '../../shared/contracts/engineContract';
import { AppError, asAppError, throwIfCancelled } from '../../shared/errors';
import { allHeads, sameHeads, type HeadRef } from '../../shared/heads';
import type { Progress } from '../../shared/progress';
import type { CallOptions, Client } from '../../shared/rpc/rpc';
import { chosenEntry, type CheckpointEntry } from '../checkpoints/checkpointEntry';
import type { CheckpointStore } from '../checkpoints/checkpointStore';
import { fileName } from '../ui/fileName';
import { withProgress } from '../ui/progress';
import { setting, settingId } from '../ui/settings';
import { MendableError, showError } from '../ui/showError';
import { valuesFor, type ViewState } from './viewState';
import type { DocumentPasses } from './documentPasses';
import { hashOfText, type DocumentPass, type ShownAttention } from './documentPass';
import { EditTracker } from './editTracker';
import { ablatedPass, shownAttention } from './passQueries';
import { chooseWindow } from './tokenWindow';

const lossMetric: ComparisonMetric = { kind: 'loss' };

interface Task {
  readonly kind: 'run' | 'update';
  readonly abort: AbortController;
}

/**
 * Runs the active checkpoint on documents, and brings their passes up to date when the user chooses other heads or another
 * ablation. A new run of a document cancels the one before it.
 *
 * What was computed is recognised by the identity of the objects that it was computed for: a new `Intervention` or metric
 * with equal fields is computed again.
 */
export class DocumentRunner implements Disposable {
  readonly #tasks = new Map<string, Task>();
  /** Checkpoints and runs of which the user was told what to know. */
  readonly #told = new Set<string>();
  readonly #changed = new EventEmitter<TextDocument>();
  /** Work on this document began or ended. */
  readonly onDidChangeRunning = this.#changed.event;
  readonly #subscription: Disposable;

  constructor(
    private readonly engine: Client<EngineContract>,
    private readonly checkpoints: Pick<CheckpointStore, 'requireActive'>,
    private readonly documentPasses: DocumentPasses,
    private readonly view: ViewState,
    private readonly log: LogOutputChannel,
  ) {
    this.#subscription = Disposable.from(
      view.onDidChange(() => void this.updateAll()),
      workspace.onDidCloseTextDocument(({ uri }) => this.#tasks.get(uri.toString())?.abort.abort()),
      workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration(settingId('overlay.aggregate'))) void this.updateAll();
      }),
    );
  }

  isRunning(document: TextDocument): boolean {
    return this.#tasks.has(document.uri.toString());
  }

  /** Runs the active checkpoint on the text around `anchor`, an offset in the document. Shows the user an error. */
  async run(document: TextDocument, anchor: number): Promise<void> {
    const dropForeign = await this.task(
      'run',
      document,
      l10n.t('Running the model on {0}', fileName(document)),
      async call => {
        const checkpoint = this.checkpoints.requireActive();
        const loaded = await this.engine.load(chosenEntry(checkpoint), call);
        this.tellRemarks(checkpoint, loaded.facts.remarks);
        const { version } = document;
        const text = document.getText();
        if (text === '')
          throw new AppError('bad-input', l10n.t('{0} is empty; there is no text to run.', fileName(document)));
        const tokenWindow = await chooseWindow({
          text,
          anchor,
          maxTokens: Math.min(maxTokens(document), loaded.facts.nCtx),
          tokenize: part =>
            this.engine
              .tokenize({
                ...chosenEntry(checkpoint),
                text: part,
                startToken: setting('run.startToken', document),
              })
              .catch((thrown: unknown) => {
                throw this.tokenizerError(asAppError(thrown), loaded.facts, document, anchor);
              }),
        });
        const ids = { shape: [1, tokenWindow.tokens.ids.length], data: tokenWindow.tokens.ids };
        const spec: PassSpec = { checkpoint: loaded.checkpoint, ids, interventions: [] };
        const result = await this.engine.run(spec, call);
        const { metric } = this.view.values;
        const isNamed = await this.hasTokensOf(metric, loaded.checkpoint);
        const choices = { ...valuesFor(this.view.values, loaded.facts), metric: isNamed ? metric : lossMetric };
        const shown = await this.shown(spec, result, this.wanted(loaded, choices), null, call);
        throwIfCancelled(call.signal);
        const edits = new EditTracker(tokenWindow.start, tokenWindow.end, tokenWindow.isWhole);
        // The text was edited during the run, so that no token's range is known and none is shown.
        if (document.version !== version) edits.apply({ offset: tokenWindow.start, removed: 1, inserted: 1 });
        const textHash = hashOfText(text.slice(tokenWindow.start, tokenWindow.end));
        this.documentPasses.set({
          ...{ document, anchor, checkpointName: checkpoint.title, loaded, window: tokenWindow, textHash },
          ...{ spec, result, edits },
          ...shown,
        });
        return () => this.dropForeignChoices(loaded, isNamed ? null : metric);
      },
    );
    dropForeign?.();
    // The user may have chosen other heads or another ablation during the run.
    await this.updateAll();
  }

  /** Offers to choose a tokenizer if the fault is in the one of the checkpoint, or if there is none. */
  private tokenizerError(
    error: AppError,
    { tokenizer }: CheckpointFacts,
    document: TextDocument,
    anchor: number,
  ): AppError {
    const isOfTokenizer = tokenizer === 'none' || error.reason === 'bad-checkpoint' || error.reason === 'unsupported';
    if (!isOfTokenizer) return error;
    return new MendableError(error, l10n.t('Choose Tokenizer…'), async () => {
      const before = this.checkpoints.requireActive().tokenizer;
      await commands.executeCommand('modelCircuits.chooseTokenizer');
      if (this.checkpoints.requireActive().tokenizer !== before) await this.run(document, anchor);
    });
  }

  /** Tells the user once in a session what to know about a checkpoint, or about a run: its snapshots have it in common. */
  private tellRemarks({ path, run, title }: CheckpointEntry, remarks: readonly string[]): void {
    const key = run?.key ?? path;
    if (remarks.length === 0 || this.#told.has(key)) return;
    this.#told.add(key);
    for (const remark of remarks) this.log.info(`${title}: ${remark}`);
    void window.showInformationMessage(`${title}: ${remarks.join(' ')}`);
  }

  /** Whether the tokens that a metric compares have the same ids in this model. In another vocabulary they are other tokens. */
  private async hasTokensOf(metric: ComparisonMetric, checkpoint: ChosenCheckpoint): Promise<boolean> {
    if (metric.kind === 'loss') return true;
    const { a, b } = metric;
    const decoded = await this.engine.decode({ ...checkpoint, ids: Int32Array.of(a.id, b.id) });
    return decoded?.labels[0] === a.label && decoded.labels[1] === b.label;
  }

  /** Drops choices that mean nothing in the model that was run: heads, and a metric of two tokens. */
  private dropForeignChoices({ facts }: LoadedCheckpoint, foreign: ComparisonMetric | null): void {
    this.view.dropMissingHeads(facts);
    // Another run, or the user, may have changed it meanwhile.
    if (foreign?.kind !== 'logitDifference' || this.view.values.metric !== foreign) return;
    this.view.set({ metric: lossMetric });
    void window.showInformationMessage(
      l10n.t(
        '{0} and {1} are not the same tokens in this model: the change of loss is shown.',
        foreign.a.label,
        foreign.b.label,
      ),
    );
  }

  /** Runs the active checkpoint on all documents that have a pass, each at its old anchor. */
  async runAll(): Promise<void> {
    await Promise.all(this.documentPasses.all().map(({ document, anchor }) => this.run(document, anchor)));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
    for (const { abort } of this.#tasks.values()) abort.abort();
  }

  /** Brings passes up to date with the chosen heads and ablation. A run that is under way does so at its end. */
  async updateAll(): Promise<void> {
    const documents = this.documentPasses.all().map(({ document }) => document);
    const free = documents.filter(document => this.#tasks.get(document.uri.toString())?.kind !== 'run');
    await Promise.all(free.map(document => this.update(document)));
  }

  private async update(document: TextDocument): Promise<void> {
    const documentPass = this.documentPasses.get(document);
    if (!documentPass) return;
    const wanted = this.wanted(documentPass.loaded);
    if (isShown(documentPass, wanted)) return;
    await this.task('update', document, l10n.t('Updating {0}', fileName(document)), async call => {
      const shown = await this.shown(documentPass.spec, documentPass.result, wanted, documentPass.attention, call);
      throwIfCancelled(call.signal);
      const current = this.documentPasses.get(document);
      if (current) this.documentPasses.set({ ...current, ...shown });
    });
  }

  private wanted({ facts }: LoadedCheckpoint, choices = this.view.values): Wanted {
    const { heads, ablation, metric } = choices;
    return { heads: heads ?? allHeads(facts), reduce: setting('overlay.aggregate'), ablation, metric };
  }

  private async shown(
    pass: PassSpec,
    clean: PassResult,
    { heads, reduce, ablation, metric }: Wanted,
    known: ShownAttention | null,
    call: CallOptions<Progress>,
  ): Promise<Pick<DocumentPass, 'attention' | 'ablated'>> {
    return {
      attention: await shownAttention(this.engine, pass, heads, reduce, known, call),
      ablated: ablation && (await ablatedPass(this.engine, pass, clean, ablation, metric, call)),
    };
  }

  /** Does work on a document, and cancels the work before it. Null if the work was cancelled or failed. */
  private async task<Result>(
    kind: Task['kind'],
    document: TextDocument,
    title: string,
    work: (call: CallOptions<Progress> & { readonly signal: AbortSignal }) => Promise<Result>,
  ): Promise<Result | null> {
    const key = document.uri.toString();
    this.#tasks.get(key)?.abort.abort();
    const task: Task = { kind, abort: new AbortController() };
    const { signal } = task.abort;
    this.#tasks.set(key, task);
    this.#changed.fire(document);
    try {
      return await withProgress(title, task.abort, report => work({ signal, onReport: report }));
    } catch (thrown) {
      void showError(thrown, this.log);
      return null;
    } finally {
      if (this.#tasks.get(key) === task) this.#tasks.delete(key);
      this.#changed.fire(document);
    }
  }
}

/** What a pass has to show. */
interface Wanted {
  readonly heads: readonly HeadRef[];
  readonly reduce: AttentionReduce;
  readonly ablation: Intervention | null;
  readonly metric: ComparisonMetric;
}

function isShown({ attention, ablated }: DocumentPass, { heads, reduce, ablation, metric }: Wanted): boolean {
  const isAttentionShown = attention.reduce === reduce && sameHeads(attention.heads, heads);
  if (!ablation || !ablated) return isAttentionShown && ablation === null && ablated === null;
  return isAttentionShown && ablated.ablation === ablation && ablated.metric === metric;
}

/** Throws `bad-input` for a wrong number, which VS Code marks in settings.json but returns all the same. */
function maxTokens(document: TextDocument): number {
  const max = setting('run.maxTokens', document);
  if (Number.isInteger(max) && max >= 2) return max;
  const wrong = l10n.t('The setting {0} is {1}; it has to be a whole number from 2.', settingId('run.maxTokens'), max);
  throw new AppError('bad-input', wrong);
}
