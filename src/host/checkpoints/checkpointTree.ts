import {
  Disposable,
  EventEmitter,
  l10n,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
  workspace,
  type TreeDataProvider,
} from 'vscode';
import type { CheckpointFacts, SnapshotTraining } from '../../shared/contracts/engineContract';
import { byteSize } from '../../shared/byteSize';
import { setContextKey } from '../ui/contextKeys';
import { escapeMarkdown } from '../ui/markdown';
import { settingId } from '../ui/settings';
import { throttled } from '../ui/throttled';
import { treeEntries, type CheckpointEntry, type RunEntry, type TreeEntry } from './checkpointEntry';
import type { CheckpointStore } from './checkpointStore';
import type { SearchCut } from './searchFolders';
import type { SnapshotScores } from './snapshotScores';

const refreshMs = 150;

/** The Checkpoints view. */
export class CheckpointTree implements TreeDataProvider<TreeEntry>, Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscription: Disposable;

  constructor(
    private readonly store: CheckpointStore,
    private readonly scores: SnapshotScores,
  ) {
    const view = window.createTreeView('modelCircuits.checkpoints', { treeDataProvider: this });
    // While a run is scored or written there are dozens of changes a second.
    const refresh = throttled(() => {
      view.message = searchCutText(store.searchCut);
      this.#changed.fire();
    }, refreshMs);
    this.#subscription = Disposable.from(
      view,
      new Disposable(refresh.dispose),
      view.onDidChangeVisibility(({ visible }) => scores.setVisible(visible)),
      store.onDidChangeList(refresh.call),
      scores.onDidChange(refresh.call),
    );
    scores.setVisible(view.visible);
  }

  async getChildren(entry?: TreeEntry): Promise<TreeEntry[]> {
    if (!entry) {
      // If rows came one after the other, they would move while the user points at one.
      await this.store.discover();
      const entries = treeEntries(this.store.list());
      void setContextKey('hasNoCheckpoints', entries.length === 0);
      return entries;
    }
    return entry.kind === 'run' ? entry.run.snapshots.map(checkpoint => ({ kind: 'checkpoint', checkpoint })) : [];
  }

  getTreeItem(entry: TreeEntry): TreeItem {
    return entry.kind === 'run' ? this.runItem(entry.run) : this.checkpointItem(entry.checkpoint);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  private runItem({ key, folder, name, snapshots }: RunEntry): TreeItem {
    const isOwn = snapshots.some(({ origin }) => origin !== 'demo');
    const holdsActive = snapshots.some(snapshot => snapshot.path === this.store.active.path);
    const item = new TreeItem(
      name,
      isOwn || holdsActive ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
    );
    // The folder of a run may be a checkpoint as well, which has another row.
    item.id = `run ${key}`;
    item.iconPath = new ThemeIcon('history');
    const count = snapshots.length === 1 ? l10n.t('1 snapshot') : l10n.t('{0} snapshots', snapshots.length);
    item.description = isOwn ? count : `${count} · ${l10n.t('demo')}`;
    item.tooltip = folder;
    item.accessibilityInformation = { label: `${name}, ${item.description}` };
    const isOurs = snapshots.some(({ state }) => state?.kind === 'checkpoint' && state.training !== null);
    item.contextValue = isOwn && isOurs ? 'run.resumable.' : 'run.';
    return item;
  }

  private checkpointItem(entry: CheckpointEntry): TreeItem {
    const { path, name, state, origin } = entry;
    const prefixMatching = this.scores.of(path);
    const isActive = path === this.store.active.path;
    const item = new TreeItem(name, TreeItemCollapsibleState.None);
    item.id = path;
    item.resourceUri = Uri.file(path);
    item.contextValue = `${state?.kind === 'problem' ? 'broken' : 'checkpoint'}.${origin}${isActive ? '.active' : ''}`;
    item.iconPath = icon(entry, isActive);
    item.tooltip = tooltip(entry, isActive, prefixMatching);
    item.description = description(entry, isActive, prefixMatching);
    const spoken = prefixMatching === null ? '' : l10n.t('largest prefix matching {0}', prefixMatching.toFixed(2));
    item.accessibilityInformation = {
      label: [name, description(entry, isActive, null), spoken].filter(part => part !== '').join(', '),
    };
    if (state?.kind !== 'problem') {
      item.command = {
        command: 'modelCircuits.useCheckpoint',
        title: l10n.t('Use This Checkpoint'),
        arguments: [{ kind: 'checkpoint', checkpoint: entry }],
      };
    }
    return item;
  }
}

/** The line above the tree if the workspace was not searched to its end; empty for none. */
function searchCutText(cut: SearchCut | null): string {
  if (cut === null) return '';
  return l10n.t(
    '{0} folders were searched for checkpoints; at least {1} more were not, from {2} on. Open the folder that holds your checkpoints, add it with +, or raise the setting {3}.',
    ...[cut.searched.toLocaleString(), cut.left.toLocaleString(), workspace.asRelativePath(cut.first)],
    settingId('checkpoints.maxFolders'),
  );
}

function icon({ state }: CheckpointEntry, isActive: boolean): ThemeIcon {
  if (!state) return new ThemeIcon('loading~spin');
  if (state.kind === 'problem') return new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
  return isActive ? new ThemeIcon('check') : new ThemeIcon('circuit-board');
}

function description(
  { name, state, origin }: CheckpointEntry,
  isActive: boolean,
  prefixMatching: number | null,
): string {
  if (state?.kind === 'problem') return problem(name, state.message);
  const parts = [
    ...(isActive ? [l10n.t('active')] : []),
    ...(prefixMatching === null ? [] : [bar(prefixMatching)]),
    ...(state?.training ? [l10n.t('loss {0}', state.training.loss.toFixed(2))] : []),
    // All snapshots of a run have these in common, so that the row does not show them.
    ...(state && (state.facts.step === null || !state.training)
      ? [`${state.facts.architecture} · ${state.facts.nLayers} × ${state.facts.nHeads}`]
      : []),
    ...(origin === 'demo' && state?.facts.step === null ? [l10n.t('demo')] : []),
  ];
  return parts.join(' · ');
}

const barLength = 5;

/** A score from 0 to 1 as a bar and a number: "▰▰▰▱▱ .63". */
function bar(score: number): string {
  const full = Math.round(Math.min(1, Math.max(0, score)) * barLength);
  return `${'▰'.repeat(full)}${'▱'.repeat(barLength - full)} ${score.toFixed(2).replace(/^0/, '')}`;
}

function tooltip(
  { name, path, state }: CheckpointEntry,
  isActive: boolean,
  prefixMatching: number | null,
): MarkdownString {
  const text = new MarkdownString();
  text.appendMarkdown('**').appendText(name).appendMarkdown('**');
  if (isActive) text.appendText(` (${l10n.t('active')})`);
  text.appendMarkdown('\n\n');
  if (state?.kind === 'problem')
    text.appendMarkdown(`$(warning) ${escapeMarkdown(problem(name, state.message))}`).appendMarkdown('\n\n');
  text.supportThemeIcons = true;
  if (state?.kind === 'checkpoint')
    text.appendMarkdown(factsTable(state.facts, state.training, prefixMatching)).appendMarkdown('\n\n');
  return text.appendText(path);
}

/** What is wrong, without the folder's name at the beginning, which the row shows already. */
function problem(name: string, message: string): string {
  return message.startsWith(`${name}/`) ? message.slice(name.length + 1) : message;
}

function factsTable(facts: CheckpointFacts, training: SnapshotTraining | null, prefixMatching: number | null): string {
  const rows: [string, string][] = [
    [l10n.t('architecture'), `\`${facts.architecture.replaceAll('`', '')}\``],
    [l10n.t('layers × heads'), `${facts.nLayers} × ${facts.nHeads}`],
    [l10n.t('parameters'), facts.parameters.toLocaleString()],
    [l10n.t('weights'), `${facts.dtypes.join(', ')} · ${byteSize(facts.weightBytes)}`],
    [l10n.t('context'), l10n.t('{0} tokens', facts.nCtx.toLocaleString())],
    [l10n.t('vocabulary'), facts.dVocab.toLocaleString()],
    [l10n.t('tokenizer'), tokenizerText(facts)],
    ...(facts.step === null ? [] : [[l10n.t('step'), facts.step.toLocaleString()] as [string, string]]),
    ...(training
      ? [[l10n.t('trained on'), l10n.t('{0} tokens', training.tokens.toLocaleString())] as [string, string]]
      : []),
    ...(training ? [[l10n.t('loss'), l10n.t('{0} nats', training.loss.toFixed(3))] as [string, string]] : []),
    ...(prefixMatching === null
      ? []
      : [[l10n.t('largest prefix matching'), prefixMatching.toFixed(3)] as [string, string]]),
  ];
  return ['| | |', '|:--|:--|', ...rows.map(([name, value]) => `| ${name} &nbsp; | ${value} |`)].join('\n');
}

function tokenizerText({ tokenizer }: CheckpointFacts): string {
  switch (tokenizer) {
    case 'tokenizer.json':
    case 'tokenizer.model':
    case 'tokenizer.bin':
      return tokenizer;
    case 'vocab.json':
      return l10n.t('vocab.json and merges.txt');
    case 'other':
      return l10n.t('not read: token ids only');
    case 'gguf':
      return l10n.t('in the file');
    case 'bytes':
      return l10n.t('none: text runs as bytes');
    case 'none':
      return l10n.t('none: token ids only');
  }
}
