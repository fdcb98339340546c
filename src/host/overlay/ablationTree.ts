import {
  EventEmitter,
  l10n,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  window,
  type Disposable,
  type TextDocument,
  type TreeDataProvider,
  type TreeView,
} from 'vscode';
import { formatHeads } from '../../shared/heads';
import { interventionName } from '../../shared/interventions/intervention';
import { signed } from '../../shared/numberText';
import { mostWorsened } from '../../shared/comparison';
import type { DocumentPasses } from '../documents/documentPasses';
import type { AblatedPass, DocumentPass } from '../documents/documentPass';
import type { DocumentInFocus } from '../attentionView/documentInFocus';
import type { ViewState } from '../documents/viewState';

/** Enough rows for a reader. The overlay and the overview ruler show the rest. */
const shownTokens = 50;

type Row = { readonly kind: 'legend'; readonly worsening: 1 | -1 } | { readonly kind: 'token'; readonly token: number };

/** The Ablation view: totals, the legend of the colours, and the tokens that got worse most; a click goes to one. */
export class AblationTree implements TreeDataProvider<Row>, Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: Disposable[];
  readonly #view: TreeView<Row>;
  #document: TextDocument | null = null;

  constructor(
    private readonly documentPasses: DocumentPasses,
    private readonly view: ViewState,
    inFocus: DocumentInFocus,
  ) {
    this.#view = window.createTreeView('modelCircuits.ablation', { treeDataProvider: this });
    this.#subscriptions = [
      this.#view,
      documentPasses.onDidChange(() => this.refresh()),
      view.onDidChange(() => this.refresh()),
      inFocus.onDidChange(() => this.follow(inFocus)),
    ];
    this.follow(inFocus);
  }

  getChildren(): Row[] {
    const ablated = this.documentPass?.ablated;
    if (!ablated) return [];
    const tokens = mostWorsened(ablated.comparison.worsening, shownTokens).map(
      token => ({ kind: 'token', token }) as const,
    );
    return [{ kind: 'legend', worsening: 1 }, { kind: 'legend', worsening: -1 }, ...tokens];
  }

  getTreeItem(row: Row): TreeItem {
    const { documentPass } = this;
    if (row.kind === 'legend' || !documentPass?.ablated)
      return legendItem(row.kind === 'legend' ? row.worsening : 1, documentPass?.ablated);
    return tokenItem(documentPass, documentPass.ablated, row.token);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  private get documentPass(): DocumentPass | null {
    return this.#document && this.documentPasses.get(this.#document);
  }

  /** Keeps the last document while something else has the focus. */
  private follow({ document }: DocumentInFocus): void {
    this.#document = document ?? this.#document;
    this.refresh();
  }

  private refresh(): void {
    const { ablation } = this.view.values;
    this.#view.message = this.documentPass?.ablated ? summary(this.documentPass.ablated) : '';
    this.#view.description = ablation ? `${formatHeads(ablation.heads)} · ${interventionName(ablation)}` : '';
    this.#changed.fire();
  }
}

function summary({ comparison, metric }: AblatedPass): string {
  const change =
    metric.kind === 'loss'
      ? l10n.t('Mean loss {0} nats over {1} tokens.', signed(comparison.meanChange, 3), comparison.count)
      : l10n.t(
          'Mean change of logit({0}) − logit({1}): {2}.',
          metric.a.label,
          metric.b.label,
          signed(comparison.meanChange, 3),
        );
  const changed =
    comparison.changedPredictions === 1
      ? l10n.t('1 top prediction changed.')
      : l10n.t('{0} top predictions changed.', comparison.changedPredictions);
  return `${change} ${changed}`;
}

function legendItem(worsening: 1 | -1, ablated: AblatedPass | null | undefined): TreeItem {
  // A higher loss is worse, and so is a smaller difference of logits.
  const [label, sign, unit] =
    ablated?.metric.kind === 'logitDifference'
      ? [worsening > 0 ? l10n.t('smaller difference') : l10n.t('larger difference'), -worsening, l10n.t('1 a step')]
      : [worsening > 0 ? l10n.t('predicted worse') : l10n.t('predicted better'), worsening, l10n.t('1 nat a step')];
  const item = new TreeItem(label);
  item.description = `${sign > 0 ? '+' : '−'}${unit}`;
  item.tooltip = l10n.t('Eight steps of colour in the editor, the first from half a step on.');
  item.iconPath = new ThemeIcon(
    'symbol-color',
    new ThemeColor(worsening > 0 ? 'modelCircuits.lossInk' : 'modelCircuits.gainInk'),
  );
  return item;
}

function tokenItem(
  { document, window: { tokens } }: DocumentPass,
  { comparison, metric }: AblatedPass,
  token: number,
): TreeItem {
  const label = tokens.labels[token] ?? '';
  const item = new TreeItem(label);
  // All listed tokens got worse: a loss rose, a difference of logits fell.
  const change = metric.kind === 'loss' ? (comparison.worsening[token] ?? NaN) : -(comparison.worsening[token] ?? NaN);
  item.description = `${signed(change, 2)} · ${l10n.t('token {0}', token)}`;
  item.tooltip = `${(comparison.before[token] ?? NaN).toFixed(3)} → ${(comparison.after[token] ?? NaN).toFixed(3)}`;
  item.iconPath = new ThemeIcon(change > 0 ? 'arrow-up' : 'arrow-down', new ThemeColor('modelCircuits.lossInk'));
  item.command = {
    command: 'modelCircuits.goToToken',
    title: l10n.t('Go to Token'),
    arguments: [token, document.uri.toString()],
  };
  item.accessibilityInformation = { label: `${label}, ${item.description}` };
  return item;
}
