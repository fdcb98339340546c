import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { AttentionViewPass, AttentionViewPredictions } from '../../../src/shared/contracts/attentionViewContract';
import { filledText } from '../../base/filledText';
import { tokenMarkup } from '../../base/tokenMarkup';
import { probabilityText } from '../../../src/shared/numberText';
import { valueBar } from './valueBar';

/** The likeliest tokens after a token, the text's own next token in bold. */
export function tokenPredictions(
  title: string,
  { ids, labels }: AttentionViewPass,
  token: number,
  { kept, ids: topIds, logProbs, labels: topLabels }: AttentionViewPredictions,
  count: number,
  ink: string,
): TemplateResult {
  const next = ids[token + 1];
  const ranks = Array.from({ length: Math.min(kept, count) }, (_, rank) => token * kept + rank);
  const isAmong = ranks.some(at => topIds[at] === next);
  const note =
    next === undefined
      ? nothing
      : isAmong
        ? html`<div class="small muted">${l10n.t('Bold: what the text says next.')}</div>`
        : html`<div class="small muted">
            ${filledText(
              l10n.t('Next in the text: {0}, not among the {1}.'),
              tokenMarkup(labels[token + 1] ?? ''),
              String(ranks.length),
            )}
          </div>`;
  return html`<section>
    <h3>${title}<span class="muted">${next === undefined ? l10n.t('end of text') : l10n.t('probability')}</span></h3>
    <table>
      <tbody>
        ${ranks.map((at, rank) => {
          const probability = Math.exp(logProbs[at] ?? -Infinity);
          return html`<tr class=${topIds[at] === next ? 'actual' : ''}>
            <td class="index">${rank + 1}</td>
            <td class="word">${tokenMarkup(topLabels?.[at] ?? String(topIds[at] ?? ''))}</td>
            <td class="value">${probabilityText(probability)}</td>
            <td class="bar">${valueBar(probability, ink, false)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
    ${note}
  </section>`;
}
