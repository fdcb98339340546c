import { l10n } from 'vscode';
import type { AttentionSummary, PassResult } from '../../shared/contracts/engineContract';
import { formatHead, formatHeads } from '../../shared/heads';
import { interventionWords } from '../../shared/interventions/intervention';
import { signed } from '../../shared/numberText';
import { mostWorsened } from '../../shared/comparison';
import type { AblatedPass, DocumentPass } from '../documents/documentPass';
import { strongestSources, type AttentionQuery, type Direction } from '../../shared/attentionRow';
import { tileValue } from '../../shared/tile';
import { bar, code, commandLink, escapeMarkdown, probability } from '../ui/markdown';

export interface CardOptions {
  readonly direction: Direction;
  readonly hideStart: boolean;
  /** The colour of bars, in CSS: an image cannot use theme colours. */
  readonly ink: string;
  /** By how much the shown heads raise the next token's logit; null if that is unknown. */
  readonly attribution: AttentionSummary | null;
}

/** How many sources and predictions fit a card of 250 px. */
const shownSources = 4;
const shownPredictions = 5;

/** The hover of a token, as trusted Markdown: what it attends to and what is predicted, or the effect of an ablation. */
export function hoverCard(documentPass: DocumentPass, token: number, options: CardOptions): string {
  const { ablated } = documentPass;
  const parts = ablated
    ? [header(documentPass, token, ablated), ablationTable(documentPass, token, ablated), ablationActions(ablated)]
    : [
        header(documentPass, token, null),
        attentionTable(documentPass, token, options),
        predictionLine(documentPass, token),
        actions(),
      ];
  return parts.filter(part => part !== '').join('\n\n---\n\n');
}

function header({ window, result }: DocumentPass, token: number, ablated: AblatedPass | null): string {
  const label = window.tokens.labels[token] ?? '';
  const parts = [`**${code(label)}** &nbsp;${l10n.t('token {0} · id {1}', token, window.tokens.ids[token] ?? 0)}`];
  const loss = token > 0 ? (result.lossPerToken.data[token - 1] ?? NaN) : NaN;
  if (Number.isNaN(loss)) {
    const isFirst = token === 0;
    parts.push(
      isFirst ? l10n.t('no loss: nothing comes before it') : l10n.t('no loss: the model does not predict this token'),
    );
  } else if (ablated) {
    const after = ablated.result.lossPerToken.data[token - 1] ?? NaN;
    parts.push(
      `${l10n.t('loss {0} → {1} nats', loss.toFixed(2), after.toFixed(2))} &nbsp;**${signed(after - loss, 2)}**`,
    );
  } else {
    parts.push(l10n.t('loss {0} nats · p {1}', loss.toFixed(2), probability(Math.exp(-loss))));
  }
  return parts.join(' · ');
}

function attentionTable(documentPass: DocumentPass, token: number, options: CardOptions): string {
  const { attention, document, window } = documentPass;
  const query: AttentionQuery = {
    tokens: [token],
    direction: options.direction,
    hideStart: options.hideStart && window.tokens.hasStartToken,
  };
  const { sources, hiddenShare } = strongestSources(attention.summary, query, shownSources);
  const single = attention.heads.length === 1 ? attention.heads[0] : undefined;
  const shown = single ? formatHead(single) : `${attention.reduce} ${l10n.t('of {0} heads', attention.heads.length)}`;
  const label = code(window.tokens.labels[token] ?? '');
  const heading =
    options.direction === 'from'
      ? l10n.t('{0} from {1} → to', shown, label)
      : l10n.t('{0} to {1} ← from', shown, label);
  const { attribution } = options;
  const toLogit = (other: number): string => {
    if (!attribution) return '';
    const [from, to] = options.direction === 'from' ? [token, other] : [other, token];
    return ` &nbsp;${signed(tileValue(attribution.weights, from, to), 2)} |`;
  };
  const rows = sources.map(source => {
    const head = attention.heads[source.head];
    const by =
      single || !head
        ? ''
        : `${formatHead(head)}${attention.reduce === 'mean' ? ` ${source.headWeight.toFixed(3)}` : ''}`;
    const name = escapeMarkdown(window.tokens.labels[source.token] ?? '');
    const isStart = source.token === 0 && window.tokens.hasStartToken;
    const link = isStart ? name : commandLink(name, 'modelCircuits.goToToken', [source.token, document.uri.toString()]);
    const weight = source.weight.toFixed(3);
    return `| ${link} ${source.token} &nbsp; | ${weight} | ${bar(source.weight, options.ink)} |${toLogit(source.token)} ${by} |`;
  });
  if (query.hideStart && hiddenShare > 0) {
    rows.push(`| ${l10n.t('start token, hidden')} | ${hiddenShare.toFixed(3)} | |${attribution ? ' |' : ''} |`);
  }
  if (rows.length === 0) rows.push(`| ${l10n.t('nothing')} | | |${attribution ? ' |' : ''} |`);
  // The heading is a row of the table: as a line of its own it would make the card too high to be seen at once.
  const logit = attribution ? ` ${l10n.t('logit')} |` : '';
  const columns = `| ${heading} &nbsp; | ${l10n.t('weight')} | |${logit} ${single ? '' : l10n.t('strongest head')} |`;
  return [columns, `|:--|--:|:--|${attribution ? '--:|' : ''}:--|`, ...rows].join('\n');
}

function predictionLine({ result, window }: DocumentPass, token: number): string {
  const kept = result.topIds.shape[2] ?? 0;
  const next = window.tokens.ids[token + 1];
  const predictions = Array.from({ length: Math.min(kept, shownPredictions) }, (_, rank) => {
    const at = token * kept + rank;
    const label = escapeMarkdown(result.topLabels?.[at] ?? String(result.topIds.data[at] ?? ''));
    const p = probability(Math.exp(result.topLogProbs.data[at] ?? -Infinity));
    return result.topIds.data[at] === next ? `**${label}** ${p}` : `${label} ${p}`;
  });
  return `${l10n.t('next')} ${predictions.join(' · ')}`;
}

function actions(): string {
  return [
    commandLink(`$(list-filter) ${l10n.t('Select heads')}`, 'modelCircuits.selectHeads'),
    commandLink(`$(arrow-swap) ${l10n.t('Direction')}`, 'modelCircuits.toggleDirection'),
    commandLink(`$(circle-slash) ${l10n.t('Ablate')}`, 'modelCircuits.ablateHeads'),
  ].join(' &nbsp; ');
}

function ablationTable(
  documentPass: DocumentPass,
  token: number,
  { ablation, metric, comparison, result }: AblatedPass,
): string {
  const lines = [l10n.t('Without {0}, {1}', formatHeads(ablation.heads), interventionWords(ablation, 1))];
  if (metric.kind === 'logitDifference') {
    const difference = `logit(${code(metric.a.label)}) − logit(${code(metric.b.label)})`;
    lines.push(
      `${difference}: ${signed(comparison.before[token] ?? NaN, 2)} → ${signed(comparison.after[token] ?? NaN, 2)}`,
    );
  }
  if (token > 0) lines.push(predictionsBeforeAndAfter(documentPass, token, result));
  return lines.join('\n\n');
}

/** The predictions for this token, without the ablation the two likeliest and with it three, and the token itself. */
function predictionsBeforeAndAfter(
  { result: clean, window }: DocumentPass,
  token: number,
  ablated: PassResult,
): string {
  const actual = window.tokens.ids[token] ?? -1;
  const before = topPredictions(clean, token - 1);
  const after = topPredictions(ablated, token - 1);
  const shown = [...before.slice(0, 2), ...after.slice(0, 3)].map(({ id }) => id);
  const ids = [...new Set([...(shown.includes(actual) ? [] : [actual]), ...shown])].slice(0, shownPredictions);
  const rows = ids.map(id => {
    const known = [...before, ...after].find(prediction => prediction.id === id);
    const label = escapeMarkdown(known?.label ?? (id === actual ? (window.tokens.labels[token] ?? '') : String(id)));
    const name = id === actual ? `**${label}**` : label;
    return `| ${name} | ${probabilityOf(id, before, clean, token, actual)} | ${probabilityOf(id, after, ablated, token, actual)} |`;
  });
  return [
    `| ${l10n.t('predicted here')} &nbsp; | &nbsp; ${l10n.t('before')} | &nbsp; ${l10n.t('ablated')} |`,
    '|:--|--:|--:|',
    ...rows,
  ].join('\n');
}

interface Prediction {
  readonly id: number;
  readonly label: string | null;
  readonly probability: number;
}

function topPredictions({ topIds, topLogProbs, topLabels }: PassResult, position: number): Prediction[] {
  const kept = topIds.shape[2] ?? 0;
  return Array.from({ length: kept }, (_, rank) => ({
    id: topIds.data[position * kept + rank] ?? -1,
    label: topLabels?.[position * kept + rank] ?? null,
    probability: Math.exp(topLogProbs.data[position * kept + rank] ?? -Infinity),
  }));
}

/** Known for the five likeliest tokens and for the text's own token. Any other is less likely than the fifth. */
function probabilityOf(
  id: number,
  top: readonly Prediction[],
  result: PassResult,
  token: number,
  actual: number,
): string {
  const known = top.find(prediction => prediction.id === id);
  if (known) return probability(known.probability);
  if (id === actual) return probability(Math.exp(-(result.lossPerToken.data[token - 1] ?? NaN)));
  return `&lt;${Math.max(0.001, top.at(-1)?.probability ?? 0).toFixed(3)}`;
}

function ablationActions({ comparison }: AblatedPass): string {
  const next = mostWorsened(comparison.worsening, 1).length > 0;
  return [
    ...(next ? [commandLink(`$(arrow-down) ${l10n.t('Next worst (F8)')}`, 'modelCircuits.nextHurtToken')] : []),
    commandLink(`$(discard) ${l10n.t('Restore heads')}`, 'modelCircuits.restoreHeads'),
  ].join(' &nbsp; ');
}
