import { html, nothing, type TemplateResult } from 'lit';
import type { AttentionViewPass, AttentionViewPredictions } from '../../../src/shared/contracts/attentionViewContract';
import { tokenLabel } from '../../base/tokenLabel';
import { probabilityText } from '../../../src/shared/numberText';
import { valueBar } from './valueBar';

/** What a model expects after a token, the text's own next token in bold. */
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
        ? html`<div class="small muted">Bold: what the text says next.</div>`
        : html`<div class="small muted">
            Next in the text: ${tokenLabel(labels[token + 1] ?? '')}, not among the ${ranks.length}.
          </div>`;
  return html`<section>
    <h3>${title}<span class="muted">${next === undefined ? 'end of text' : 'probability'}</span></h3>
    <table>
      <tbody>
        ${ranks.map((at, rank) => {
          const probability = Math.exp(logProbs[at] ?? -Infinity);
          return html`<tr class=${topIds[at] === next ? 'actual' : ''}>
            <td class="index">${rank + 1}</td>
            <td class="word">${tokenLabel(topLabels?.[at] ?? String(topIds[at] ?? ''))}</td>
            <td class="value">${probabilityText(probability)}</td>
            <td class="bar">${valueBar(probability, ink, false)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
    ${note}
  </section>`;
}
