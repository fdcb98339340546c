import { l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import { chosenBytes } from '../../shared/contracts/engineContract';
import { tokenizerTitle } from '../../shared/tokenizerFiles';
import type { CheckpointEntry } from '../checkpoints/checkpointEntry';
import { findTokenizers } from '../checkpoints/checkpointFinder';
import { pickFolder } from '../ui/pickFolder';
import { isTreeEntry } from './checkpointCommands';
import type { Command } from './command';

/** A tokenizer to choose. */
export interface TokenizerItem extends QuickPickItem {
  /** A path, "bytes", or null for the checkpoint's own; undefined: the user names a path. */
  readonly tokenizer?: string | null;
}

/**
 * Choose Tokenizer…: for a checkpoint or a run of the tree, or else for the active checkpoint, whatever it brings. The choice
 * is kept for this workspace.
 */
export const chooseTokenizer: Command = {
  id: 'modelCircuits.chooseTokenizer',
  async run({ checkpoints }, entry) {
    const checkpoint = checkpointOf(entry) ?? checkpoints.requireActive();
    const items = findTokenizers().then(found =>
      tokenizerItems(offeredTokenizers(found, checkpoints.list()), checkpoint),
    );
    const chosen = await window.showQuickPick(items, {
      title: l10n.t('Tokenizer of {0}', checkpoint.run?.name ?? checkpoint.title),
      placeHolder: l10n.t('Texts are read with this tokenizer'),
      matchOnDescription: true,
    });
    if (!chosen) return;
    const tokenizer = chosen.tokenizer === undefined ? await browse() : chosen.tokenizer;
    if (tokenizer !== undefined) await checkpoints.chooseTokenizer(checkpoint, tokenizer);
  },
};

/**
 * The tokenizers to offer: those found in the workspace and those of its checkpoints by name, then those of the bundled
 * ones. The snapshots of a run share a tokenizer, so that one stands for all.
 */
export function offeredTokenizers(found: readonly string[], entries: readonly CheckpointEntry[]): string[] {
  const isDemo = (path: string): boolean => entries.some(one => one.path === path && one.origin === 'demo');
  const paths = [...new Set([...found, ...entries.flatMap(ownTokenizer)])].toSorted(
    (a, b) =>
      Number(isDemo(a)) - Number(isDemo(b)) ||
      tokenizerTitle(a).localeCompare(tokenizerTitle(b), undefined, { numeric: true }),
  );
  const runs = new Set<string>();
  return paths.filter(path => {
    const run = entries.find(one => one.path === path)?.run?.key;
    if (run === undefined) return true;
    const isFirst = !runs.has(run);
    runs.add(run);
    return isFirst;
  });
}

/** The list to choose from: the tokenizers at these paths, then what is always there. */
export function tokenizerItems(paths: readonly string[], { tokenizer }: CheckpointEntry): TokenizerItem[] {
  const mark = (item: TokenizerItem): TokenizerItem =>
    item.tokenizer === (tokenizer ?? null) ? { ...item, label: `$(check) ${item.label}` } : item;
  const found = paths.map(path => ({ label: tokenizerTitle(path), description: path, tokenizer: path }));
  return [
    ...found.map(mark),
    ...(found.length === 0 ? [] : [{ label: '', kind: QuickPickItemKind.Separator }]),
    { label: l10n.t('Browse…'), description: l10n.t('a folder, a tokenizer.json, a tokenizer.model or a .gguf file') },
    mark({ label: l10n.t('Bytes'), description: l10n.t('one token for each byte'), tokenizer: chosenBytes }),
    mark({
      label: l10n.t('No Choice'),
      description: l10n.t('the tokenizer of the checkpoint or its run'),
      tokenizer: null,
    }),
  ];
}

async function browse(): Promise<string | undefined> {
  const title = l10n.t('Folder or file with a tokenizer');
  return (await pickFolder({ title, openLabel: l10n.t('Choose Tokenizer'), allowsFile: true }))?.fsPath;
}

/** A .gguf file brings its tokenizer, and so do checkpoints outside of the workspace. */
function ownTokenizer({ path, state }: CheckpointEntry): string[] {
  if (state?.kind !== 'checkpoint') return [];
  return ['tokenizer.json', 'tokenizer.model', 'vocab.json', 'gguf'].includes(state.facts.tokenizer) ? [path] : [];
}

function checkpointOf(entry: unknown): CheckpointEntry | undefined {
  if (!isTreeEntry(entry)) return undefined;
  return entry.kind === 'run' ? entry.run.snapshots[0] : entry.checkpoint;
}
