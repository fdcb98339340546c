import {
  EventEmitter,
  l10n,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  type Disposable,
  type TreeDataProvider,
} from 'vscode';
import type { CheckpointFacts } from '../../shared/engineContract';
import { escapeMarkdown } from '../overlay/markdown';
import { treeEntries, type CheckpointEntry, type RunEntry, type TreeEntry } from './checkpointEntry';
import type { CheckpointStore } from './checkpointStore';

/** The Checkpoints view. */
export class CheckpointTree implements TreeDataProvider<TreeEntry>, Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscription: Disposable;

  constructor(private readonly store: CheckpointStore) {
    this.#subscription = store.onDidChangeList(() => this.#changed.fire());
  }

  getChildren(entry?: TreeEntry): TreeEntry[] {
    if (!entry) return treeEntries(this.store.list());
    return entry.kind === 'run' ? entry.run.snapshots.map(checkpoint => ({ kind: 'checkpoint', checkpoint })) : [];
  }

  getTreeItem(entry: TreeEntry): TreeItem {
    return entry.kind === 'run' ? this.runItem(entry.run) : this.checkpointItem(entry.checkpoint);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  private runItem({ path, name, snapshots }: RunEntry): TreeItem {
    const item = new TreeItem(name, TreeItemCollapsibleState.Expanded);
    item.id = path;
    item.iconPath = new ThemeIcon('history');
    item.description = snapshots.length === 1 ? l10n.t('1 snapshot') : l10n.t('{0} snapshots', snapshots.length);
    item.tooltip = path;
    item.accessibilityInformation = { label: `${name}, ${item.description}` };
    item.contextValue = 'run.';
    return item;
  }

  private checkpointItem(entry: CheckpointEntry): TreeItem {
    const { path, name, state, origin } = entry;
    const isActive = path === this.store.active?.path;
    const item = new TreeItem(name, TreeItemCollapsibleState.None);
    item.id = path;
    item.resourceUri = Uri.file(path);
    item.contextValue = `${state?.kind === 'problem' ? 'broken' : 'checkpoint'}.${origin}${isActive ? '.active' : ''}`;
    item.iconPath = icon(entry, isActive);
    item.tooltip = tooltip(entry, isActive);
    item.description = description(entry, isActive);
    item.accessibilityInformation = { label: [name, item.description].join(', ') };
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

function icon({ state }: CheckpointEntry, isActive: boolean): ThemeIcon {
  if (!state) return new ThemeIcon('loading~spin');
  if (state.kind === 'problem') return new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
  return isActive ? new ThemeIcon('check') : new ThemeIcon('circuit-board');
}

function description({ name, state, origin }: CheckpointEntry, isActive: boolean): string {
  if (state?.kind === 'problem') return problem(name, state.message);
  const parts = [
    ...(isActive ? [l10n.t('active')] : []),
    ...(state ? [`${state.facts.architecture} · ${state.facts.layers} × ${state.facts.heads}`] : []),
    ...(origin === 'demo' ? [l10n.t('demo')] : []),
  ];
  return parts.join(' · ');
}

function tooltip({ name, path, state }: CheckpointEntry, isActive: boolean): MarkdownString {
  const text = new MarkdownString();
  text.appendMarkdown('**').appendText(name).appendMarkdown('**');
  if (isActive) text.appendText(` (${l10n.t('active')})`);
  text.appendMarkdown('\n\n');
  if (state?.kind === 'problem')
    text.appendMarkdown(`$(warning) ${escapeMarkdown(problem(name, state.message))}`).appendMarkdown('\n\n');
  text.supportThemeIcons = true;
  if (state?.kind === 'checkpoint') text.appendMarkdown(factsTable(state.facts)).appendMarkdown('\n\n');
  return text.appendText(path);
}

/** Without the folder's name, which stands before it. */
function problem(name: string, message: string): string {
  return message.startsWith(`${name}/`) ? message.slice(name.length + 1) : message;
}

function factsTable(facts: CheckpointFacts): string {
  const rows: [string, string][] = [
    [l10n.t('architecture'), `\`${facts.architecture.replaceAll('`', '')}\``],
    [l10n.t('layers × heads'), `${facts.layers} × ${facts.heads}`],
    [l10n.t('parameters'), facts.parameters.toLocaleString()],
    [l10n.t('weights'), `${facts.dtypes.join(', ')} · ${bytes(facts.weightBytes)}`],
    [l10n.t('context'), l10n.t('{0} tokens', facts.context.toLocaleString())],
    [l10n.t('vocabulary'), facts.vocabulary.toLocaleString()],
    [l10n.t('tokenizer'), tokenizerText(facts)],
    ...(facts.step === null ? [] : [[l10n.t('step'), facts.step.toLocaleString()] as [string, string]]),
  ];
  return ['| | |', '|:--|:--|', ...rows.map(([name, value]) => `| ${name} &nbsp; | ${value} |`)].join('\n');
}

function tokenizerText({ tokenizer }: CheckpointFacts): string {
  switch (tokenizer) {
    case 'tokenizer.json':
      return 'tokenizer.json';
    case 'gguf':
      return l10n.t('in the file');
    case 'bytes':
      return l10n.t('none: text runs as bytes');
    case 'none':
      return l10n.t('none: token ids only');
  }
}

function bytes(count: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ''}`;
}
