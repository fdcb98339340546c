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
import { setContextKey } from '../ui/contextKeys';
import { settingId } from '../ui/settings';
import { throttled } from '../ui/throttled';
import { treeEntries, type CheckpointEntry, type RunEntry, type TreeEntry } from './checkpointEntry';
import { description, tooltip } from './checkpointText';
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
    item.tooltip = new MarkdownString(tooltip(entry, isActive, prefixMatching), true);
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
