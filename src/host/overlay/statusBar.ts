import { Disposable, l10n, StatusBarAlignment, ThemeColor, window, type StatusBarItem } from 'vscode';
import { formatHeads, type HeadRef } from '../../shared/heads';
import { interventionName } from '../../shared/interventions/intervention';
import { signed } from '../../shared/numberText';
import type { DocumentPasses } from '../documents/documentPasses';
import type { DocumentPass } from '../documents/documentPass';
import { attentionRow } from '../../shared/attentionRow';
import type { DocumentRunner } from '../documents/documentRunner';
import type { CheckpointStore } from '../checkpoints/checkpointStore';
import type { EngineClient } from '../engine/engineClient';
import type { DocumentInFocus } from '../attentionView/documentInFocus';
import { backendName } from '../engine/backendName';
import { queryTokens } from '../documents/tokenPlaces';
import type { ViewState } from '../documents/viewState';

const chooseAction = 'modelCircuits.chooseAction';

/** The status bar items: checkpoint, backend and state, heads, and ablation of the document in focus. */
export class StatusBar implements Disposable {
  readonly #checkpoint = item('modelCircuits.checkpoint', 104, l10n.t('Model Circuits: checkpoint'));
  readonly #state = item('modelCircuits.state', 103, l10n.t('Model Circuits: state'));
  readonly #heads = item('modelCircuits.heads', 102, l10n.t('Model Circuits: heads'));
  readonly #ablation = item('modelCircuits.ablationStatus', 101, l10n.t('Model Circuits: ablation'));
  readonly #subscriptions: Disposable;

  constructor(
    private readonly checkpoints: CheckpointStore,
    private readonly documentPasses: DocumentPasses,
    private readonly documentRunner: DocumentRunner,
    private readonly view: ViewState,
    private readonly engine: EngineClient,
    private readonly inFocus: DocumentInFocus,
  ) {
    const update = (): void => this.update();
    this.#subscriptions = Disposable.from(
      checkpoints.onDidChangeActive(update),
      documentPasses.onDidChange(update),
      documentRunner.onDidChangeRunning(update),
      view.onDidChange(update),
      engine.onDidChangeState(update),
      inFocus.onDidChange(update),
      window.onDidChangeTextEditorSelection(update),
    );
    this.update();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    for (const one of [this.#checkpoint, this.#state, this.#heads, this.#ablation]) one.dispose();
  }

  private update(): void {
    const { document } = this.inFocus;
    const documentPass = document && this.documentPasses.get(document);
    const isRunning = document !== null && this.documentRunner.isRunning(document);
    this.#checkpoint.text = `$(circuit-board) ${documentPass?.checkpointName ?? this.checkpoints.activeTitle}`;
    this.#checkpoint.tooltip = l10n.t('Checkpoint; click for choices');
    this.#checkpoint.show();
    this.showState(documentPass, isRunning);
    this.showHeads(documentPass);
    this.showAblation(documentPass);
  }

  private showState(documentPass: DocumentPass | null, isRunning: boolean): void {
    const state = this.#state;
    state.backgroundColor = undefined;
    state.command = chooseAction;
    if (isRunning) {
      state.text = `$(loading~spin) ${l10n.t('running')}`;
      state.tooltip = l10n.t('The model is running');
    } else if (documentPass?.edits.isStale) {
      state.text = `$(history) ${l10n.t('text changed · run again')}`;
      state.tooltip = l10n.t('Tokens before the edit still hold. Click to run again.');
      state.command = 'modelCircuits.runModel';
      state.backgroundColor = new ThemeColor('statusBarItem.warningBackground');
    } else if (documentPass) {
      const { backend } = documentPass.loaded;
      const count = documentPass.window.tokens.ids.length;
      const range = documentPass.window.isWhole ? '' : ` · ${l10n.t('part of the text')}`;
      state.text = `${backendName(backend.name)} · ${count === 1 ? l10n.t('1 token') : l10n.t('{0} tokens', count)}${range}`;
      state.tooltip = [
        `${backendName(backend.name)} ${backend.version}`,
        ...(backend.note === null ? [] : [backend.note]),
      ].join('\n');
    } else if (this.engine.state === 'busy') {
      state.text = `$(loading~spin) ${l10n.t('working')}`;
      state.tooltip = l10n.t('The engine is at work');
    } else {
      return state.hide();
    }
    state.show();
  }

  private showHeads(documentPass: DocumentPass | null): void {
    if (!documentPass || documentPass.ablated) return this.#heads.hide();
    const { heads, reduce, summary } = documentPass.attention;
    const { direction, hideStart } = this.view.values;
    const total = documentPass.loaded.facts.nLayers * documentPass.loaded.facts.nHeads;
    const named = namesOf(heads);
    const shown =
      heads.length === 1
        ? named
        : heads.length === total
          ? l10n.t('all {0} heads, {1}', total, reduce)
          : `${named}, ${reduce}`;
    const parts = [shown, direction === 'from' ? l10n.t('from → to') : l10n.t('to ← from')];
    if (hideStart && documentPass.window.tokens.hasStartToken) {
      const { editor } = this.inFocus;
      const tokens = editor ? queryTokens(editor, documentPass) : [];
      const { hiddenShare } = attentionRow(summary.weights, { tokens, direction, hideStart });
      parts.push(l10n.t('start hidden ({0} %)', Math.round(100 * hiddenShare)));
    }
    this.#heads.text = parts.join(' · ');
    this.#heads.tooltip = l10n.t('Heads and direction of the overlay; click for choices');
    this.#heads.show();
  }

  private showAblation(documentPass: DocumentPass | null): void {
    const { ablation } = this.view.values;
    if (!ablation) return this.#ablation.hide();
    const names = namesOf(ablation.heads);
    const comparison = documentPass?.ablated?.comparison;
    const unit = documentPass?.ablated?.metric.kind === 'logitDifference' ? l10n.t('logits') : l10n.t('nats');
    const cost = comparison ? ` · ${signed(comparison.meanChange, 3)} ${unit}` : '';
    this.#ablation.text = `$(close) ${l10n.t('{0} ablated', names)}${cost}`;
    this.#ablation.tooltip = l10n.t(
      'Ablated ({0}): {1}. Click for choices, Restore among them.',
      interventionName(ablation),
      formatHeads(ablation.heads),
    );
    this.#ablation.backgroundColor = new ThemeColor('statusBarItem.warningBackground');
    this.#ablation.show();
  }
}

/** The names of up to three heads, else their number. */
function namesOf(heads: readonly HeadRef[]): string {
  return heads.length <= 3 ? formatHeads(heads) : l10n.t('{0} heads', heads.length);
}

function item(id: string, priority: number, name: string): StatusBarItem {
  const created = window.createStatusBarItem(id, StatusBarAlignment.Left, priority);
  created.name = name;
  created.command = chooseAction;
  return created;
}
