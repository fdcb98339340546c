import { basename } from 'node:path';
import { l10n } from 'vscode';
import { byteSize } from '../../shared/byteSize';
import { nameByPath } from '../../shared/checkpointNames';
import { chosenBytes, type CheckpointFacts, type SnapshotTraining } from '../../shared/contracts/engineContract';
import { tokenizerTitle } from '../../shared/tokenizerFiles';
import { escapeMarkdown } from '../ui/markdown';
import type { CheckpointEntry } from './checkpointEntry';

/** What the row of a checkpoint says beside its name. */
export function description(entry: CheckpointEntry, isActive: boolean, prefixMatching: number | null): string {
  const { state, origin } = entry;
  if (state?.kind === 'problem') return problem(entry, state.message);
  const parts = [
    ...(isActive ? [l10n.t('active')] : []),
    ...(prefixMatching === null ? [] : [bar(prefixMatching)]),
    ...(state?.training ? [l10n.t('loss {0}', state.training.loss.toFixed(2))] : []),
    // All snapshots of a run have these in common, so that the row does not show them.
    ...(state && (state.facts.step === null || !state.training)
      ? [`${state.facts.architecture} · ${state.facts.nLayers} × ${state.facts.nHeads}`, ...quantisation(state.facts)]
      : []),
    ...(state ? remarkCount(state.facts) : []),
    ...(origin === 'demo' && state?.facts.step === null ? [l10n.t('demo')] : []),
  ];
  return parts.join(' · ');
}

/** The type of most weights, if it is that of a quantisation: two files of one model differ in it. */
function quantisation({ dtypes: [most] }: CheckpointFacts): string[] {
  return most === undefined || /^B?F\d+$/.test(most) ? [] : [most];
}

function remarkCount({ remarks }: CheckpointFacts): string[] {
  if (remarks.length === 0) return [];
  return [remarks.length === 1 ? l10n.t('1 note') : l10n.t('{0} notes', remarks.length)];
}

const barLength = 5;

/** A score from 0 to 1 as a bar and a number: "▰▰▰▱▱ .63". */
function bar(score: number): string {
  const full = Math.round(Math.min(1, Math.max(0, score)) * barLength);
  return `${'▰'.repeat(full)}${'▱'.repeat(barLength - full)} ${score.toFixed(2).replace(/^0/, '')}`;
}

/** The tooltip of a row, as Markdown. */
export function tooltip(entry: CheckpointEntry, isActive: boolean, prefixMatching: number | null): string {
  const { title, path, state } = entry;
  const blocks = [
    `**${escapeMarkdown(title)}**${isActive ? ` (${l10n.t('active')})` : ''}`,
    ...(state?.kind === 'problem' ? [`$(warning) ${escapeMarkdown(problem(entry, state.message))}`] : []),
    ...(state?.kind === 'checkpoint' ? [factsTable(state.facts, state.training, prefixMatching, entry.tokenizer)] : []),
    ...(state?.kind === 'checkpoint' ? state.facts.remarks.map(remark => `$(info) ${escapeMarkdown(remark)}`) : []),
    escapeMarkdown(path),
  ];
  return blocks.join('\n\n');
}

/** What is wrong, without the checkpoint's name at the beginning, which the row shows already. */
function problem({ name, path }: CheckpointEntry, message: string): string {
  const known = [name, nameByPath(path).name, basename(path)];
  const start = known.flatMap(one => [`${one}/`, `${one}: `]).find(one => message.startsWith(one));
  return start === undefined ? message : message.slice(start.length);
}

function factsTable(
  facts: CheckpointFacts,
  training: SnapshotTraining | null,
  prefixMatching: number | null,
  chosen: string | undefined,
): string {
  const rows: [string, string][] = [
    [l10n.t('architecture'), `\`${facts.architecture.replaceAll('`', '')}\``],
    [l10n.t('layers × heads'), `${facts.nLayers} × ${facts.nHeads}`],
    [l10n.t('parameters'), facts.parameters.toLocaleString()],
    [l10n.t('weights'), `${facts.dtypes.join(', ')} · ${byteSize(facts.weightBytes)}`],
    [l10n.t('context'), l10n.t('{0} tokens', facts.nCtx.toLocaleString())],
    [l10n.t('vocabulary'), facts.dVocab.toLocaleString()],
    [l10n.t('tokenizer'), tokenizerText(facts, chosen)],
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

function tokenizerText({ tokenizer }: CheckpointFacts, chosen: string | undefined): string {
  switch (tokenizer) {
    case 'tokenizer.json':
    case 'tokenizer.model':
    case 'tokenizer.bin':
    case 'meta.pkl':
      return tokenizer;
    case 'vocab.json':
      return l10n.t('vocab.json and merges.txt');
    case 'other':
      return l10n.t('not read: token ids only');
    case 'gguf':
      return l10n.t('in the file');
    case 'run':
      return l10n.t('that of its run');
    case 'chosen':
      return chosen === undefined || chosen === chosenBytes
        ? l10n.t('bytes, chosen by you')
        : l10n.t('{0}, chosen by you', escapeMarkdown(tokenizerTitle(chosen)));
    case 'bytes':
      return l10n.t('none: text runs as bytes');
    case 'none':
      return l10n.t('none: token ids only');
  }
}
