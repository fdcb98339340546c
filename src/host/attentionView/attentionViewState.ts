import { l10n } from 'vscode';
import { lossByToken } from '../../shared/comparison';
import type { PassResult } from '../../shared/contracts/engineContract';
import type { HeadLabel } from '../../shared/contracts/headsViewContract';
import { interventionWords } from '../../shared/interventions/intervention';
import { headTypesOf } from '../../shared/headTypes';
import { isRefused, type ScoreSet } from '../../shared/scores';
import type {
  AttentionViewAblation,
  AttentionViewHeads,
  AttentionViewPass,
  AttentionViewPredictions,
  AttentionViewText,
} from '../../shared/contracts/attentionViewContract';
import type { AblatedPass, DocumentPass } from '../documents/documentPass';
import { tokenPlace } from '../documents/tokenPlaces';
import { typeThresholds } from '../heads/typeThresholds';

/** The parts of a pass that the host sends to an attention view. The view fetches the attention itself. */
export function attentionViewPass(
  { checkpointName, loaded, window, textHash, result }: DocumentPass,
  id: number,
): AttentionViewPass {
  const { tokens, isWhole } = window;
  return {
    id,
    isImported: false,
    checkpoint: checkpointName,
    nLayers: loaded.facts.nLayers,
    nHeads: loaded.facts.nHeads,
    ids: tokens.ids,
    labels: tokens.labels,
    hasStartToken: tokens.hasStartToken,
    isWhole,
    loss: lossByToken(result.lossPerToken),
    predictions: predictionsOf(result),
    textHash,
  };
}

/** The text that was run, with edits since, and the places of the tokens that are not stale. */
export function attentionViewText(documentPass: DocumentPass): AttentionViewText {
  const { document, edits, window } = documentPass;
  const count = window.tokens.ids.length;
  const starts = new Int32Array(count).fill(-1);
  const ends = new Int32Array(count).fill(-1);
  let staleToken = count;
  for (let token = 0; token < count; token++) {
    const place = tokenPlace(documentPass, token);
    if (place) {
      starts[token] = place.start - edits.start;
      ends[token] = place.end - edits.start;
    } else if ((window.tokens.starts[token] ?? -1) >= 0) {
      staleToken = Math.min(staleToken, token);
    }
  }
  return {
    text: document.getText().slice(edits.start, edits.end),
    starts,
    ends,
    staleFrom: edits.staleFrom === null ? null : edits.staleFrom - edits.start,
    staleToken,
  };
}

export function attentionViewAblation({ ablation, metric, comparison, result }: AblatedPass): AttentionViewAblation {
  const isLoss = metric.kind === 'loss';
  return {
    heads: ablation.heads,
    words: interventionWords(ablation, 1),
    metricName: isLoss ? l10n.t('Δ loss') : `Δ logit(${metric.a.label}) − logit(${metric.b.label})`,
    unit: isLoss ? l10n.t('nats') : l10n.t('logits'),
    isRiseWorse: isLoss,
    worsening: comparison.worsening,
    before: comparison.before,
    after: comparison.after,
    meanChange: comparison.meanChange,
    changedPredictions: comparison.changedPredictions,
    loss: lossByToken(result.lossPerToken),
    predictions: predictionsOf(result),
  };
}

/** Types and scores are null until all heads are scored. */
export function attentionViewHeads(scored: ScoreSet | null, labels: readonly HeadLabel[]): AttentionViewHeads {
  const prefixMatching = scored?.scores.prefix_matching;
  return {
    types: scored && headTypesOf(scored.scores, typeThresholds()),
    prefixMatching: prefixMatching && !isRefused(prefixMatching) ? prefixMatching.score.data : null,
    labels,
  };
}

function predictionsOf({ topIds, topLogProbs, topLabels }: PassResult): AttentionViewPredictions {
  return { kept: topIds.shape[2] ?? 0, ids: topIds.data, logProbs: topLogProbs.data, labels: topLabels };
}
