import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Direction } from '../../../src/shared/attentionRow';
import { formatHead, type HeadRef } from '../../../src/shared/heads';
import { fixed, probabilityText, signed } from '../../../src/shared/numberText';
import { mostWorsened } from '../../../src/shared/comparison';
import type { AttentionViewAblation, AttentionViewPass } from '../../../src/shared/contracts/attentionViewContract';
import type { PairValue } from '../../../src/shared/contracts/engineContract';
import { cellOf, tileValue } from '../../../src/shared/tile';
import { noop } from '../../base/noop';
import { baseStyle } from '../../base/styles';
import type { Theme } from '../../base/theme';
import { tokenMarkup } from '../../base/tokenMarkup';
import { lacksNext, listValue, noNextToken } from '../colouring';
import { largest, shownRow, type ShownHeads } from '../shownHeads';
import { tokenColumnStyle } from './tokenColumnStyle';
import { tokenPredictions } from './tokenPredictions';
import { valueBar } from './valueBar';

const shownSources = 7;
const shownOfEachHead = 2;
const shownWorsened = 9;
const shownAblatedPredictions = 3;
/** The selected token: its loss, the tokens it attends to, the model's predictions after it. */
export class TokenColumn extends LitElement {
  @property({ attribute: false }) accessor theme: Theme | null = null;
  @property({ attribute: false }) accessor pass: AttentionViewPass | null = null;
  @property({ attribute: false }) accessor token: number | null = null;
  @property({ attribute: false }) accessor shown: ShownHeads | null = null;
  @property({ attribute: false }) accessor ablated: AttentionViewAblation | null = null;
  @property({ attribute: false }) accessor showsDelta = false;
  @property({ attribute: false }) accessor direction: Direction = 'from';
  @property({ attribute: false }) accessor hideStart = false;
  @property({ attribute: false }) accessor onLock: (token: number) => void = noop;

  static override readonly styles = [baseStyle, tokenColumnStyle];

  override render(): TemplateResult {
    const { pass, token, shown, theme } = this;
    if (!pass || !theme) return html``;
    if (token === null) return html`<p class="muted">${l10n.t('Point at a token, or click one to keep it.')}</p>`;
    return html`
      ${this.facts(pass, token)}
      ${this.showsDelta && this.ablated ? this.mostWorsened(pass, this.ablated, theme) : nothing}
      ${shown && !this.showsDelta ? this.sources(pass, token, shown, theme) : nothing}
      ${pass.isImported ? nothing : tokenPredictions(l10n.t('predicts next'), pass, token, pass.predictions, 5, theme.foreground)}
      ${
        this.ablated
          ? tokenPredictions(
              l10n.t('predicts next, ablated'),
              pass,
              token,
              this.ablated.predictions,
              shownAblatedPredictions,
              theme.lossInk,
            )
          : nothing
      }
    `;
  }

  private facts({ labels, ids, loss, isImported }: AttentionViewPass, token: number): TemplateResult {
    if (isImported) {
      return html`<section>
        <div class="name">
          ${tokenMarkup(labels[token] ?? '')}<span class="muted">${l10n.t('token {0}', token)}</span>
        </div>
      </section>`;
    }
    const before = loss[token] ?? NaN;
    const after = this.ablated?.loss[token] ?? null;
    const change = (of: (nats: number) => string): string =>
      after === null ? of(before) : `${of(before)} → ${of(after)}`;
    const nats = Number.isNaN(before)
      ? '–'
      : l10n.t(
          '{0} nats',
          change(value => fixed(value, 2)),
        );
    const probability = Number.isNaN(before) ? '–' : change(value => probabilityText(Math.exp(-value)));
    return html`<section>
      <div class="name">
        ${tokenMarkup(labels[token] ?? '')}<span class="muted"
          >${l10n.t('token {0} · id {1}', token, ids[token] ?? '')}</span
        >
      </div>
      <dl>
        <dt>${l10n.t('loss')}</dt>
        <dd>${nats}</dd>
        <dt>${l10n.t('probability')}</dt>
        <dd>${probability}</dd>
      </dl>
    </section>`;
  }

  private sources(pass: AttentionViewPass, token: number, shown: ShownHeads, theme: Theme): TemplateResult {
    const { pairValue } = shown;
    const unit = unitText(pairValue);
    const isTogether = shown.strongest !== null && !shown.each;
    return html`<section>
      <h3>
        ${this.direction === 'from' ? l10n.t('attends to') : l10n.t('attended to from')}<span class="muted"
          >${isTogether ? '' : unit}</span
        >
      </h3>
      <table>
        ${isTogether ? togetherTitles(shown.reduce === 'mean' ? l10n.t('mean {0}', unit) : l10n.t('largest {0}', unit)) : nothing}
        <tbody>
          ${
            lacksNext(pass, pairValue, token)
              ? noteRow(noNextToken())
              : shown.each
                ? this.eachHead(pass, token, shown, theme)
                : this.together(pass, token, shown, theme)
          }
        </tbody>
      </table>
    </section>`;
  }

  private together(pass: AttentionViewPass, token: number, shown: ShownHeads, theme: Theme): TemplateResult[] {
    const { tile, pairValue, full } = shown;
    if (!tile) return [noteRow(shown.problem ?? '…')];
    const hideStart = this.hideStart && pass.hasStartToken;
    const { values, hiddenShare } = shownRow(tile, [token], this.direction, pairValue, hideStart);
    const order = largest(values, values.length, Number.MIN_VALUE);
    const isSigned = pairValue === 'logitAttribution';
    const longest = isSigned ? Math.max(Math.abs(values[order[0] ?? 0] ?? 0), full / 4) : full;
    const rows = order.slice(0, shownSources).map(other => {
      const value = values[other] ?? 0;
      const ink = isSigned ? (value > 0 ? theme.gainInk : theme.lossInk) : theme.attentionInk;
      const by = this.strongestHead(shown, token, other);
      return this.row(pass, other, listValue(pairValue, value), valueBar(value / longest, ink, isSigned), {
        strongest: by,
      });
    });
    const rest = order.slice(shownSources).reduce((sum, other) => sum + (values[other] ?? 0), 0);
    // The largest weights over heads have no meaningful sum: each may come from another head.
    const adds = shown.strongest === null || shown.reduce === 'mean';
    const all = [
      ...rows,
      ...(hideStart && pairValue === 'attention' && hiddenShare > 0
        ? [restRow(l10n.t('start, hidden'), fixed(hiddenShare, 3), shown.strongest !== null)]
        : []),
      ...(order.length > shownSources
        ? [
            restRow(
              l10n.t('{0} others', order.length - shownSources),
              adds ? listValue(pairValue, rest) : '',
              shown.strongest !== null,
            ),
          ]
        : []),
    ];
    return all.length > 0 ? all : [noteRow(l10n.t('nothing'))];
  }

  private eachHead(pass: AttentionViewPass, token: number, shown: ShownHeads, theme: Theme): TemplateResult[] {
    const { each, heads, pairValue, eachFull } = shown;
    const isSigned = pairValue === 'logitAttribution';
    const rows = (each ?? []).map(
      tile => shownRow(tile, [token], this.direction, pairValue, this.hideStart && pass.hasStartToken).values,
    );
    const greatest = Math.max(0, ...rows.flatMap(values => largest(values, 1, 0).map(at => Math.abs(values[at] ?? 0))));
    const longest = isSigned ? Math.max(greatest, eachFull / 4) : eachFull;
    return rows.flatMap((values, index) =>
      largest(values, shownOfEachHead, Number.MIN_VALUE).map((other, rank) => {
        const value = values[other] ?? 0;
        const ink = theme.several[index] ?? theme.foreground;
        const head = heads[index];
        const of = rank === 0 && head ? formatHead(head) : '';
        return this.row(pass, other, listValue(pairValue, value), valueBar(value / longest, ink, isSigned), { of });
      }),
    );
  }

  /** The head, of those that are shown as one, with the largest value for this pair; null if one head is shown. */
  private strongestHead({ strongest, heads }: ShownHeads, token: number, other: number): string | null {
    if (!strongest) return null;
    const [query, key] = this.direction === 'from' ? [token, other] : [other, token];
    const head: HeadRef | undefined = heads[strongest.indexes[cellOf(query, key)] ?? 0];
    return head && tileValue(strongest.weights, query, key) !== 0 ? formatHead(head) : '';
  }

  private mostWorsened(
    pass: AttentionViewPass,
    { worsening, before, after, metricName, unit }: AttentionViewAblation,
    theme: Theme,
  ): TemplateResult {
    const worsened = mostWorsened(worsening, shownWorsened);
    const longest = Math.max(1, worsening[worsened[0] ?? 0] ?? 0) * 1.1;
    return html`<section>
      <h3>${l10n.t('Hurt most')}<span class="muted">${metricName}, ${unit}</span></h3>
      <table>
        <tbody>
          ${worsened.map(token =>
            this.row(
              pass,
              token,
              signed((after[token] ?? 0) - (before[token] ?? 0), 2),
              valueBar((worsening[token] ?? 0) / longest, theme.lossInk, false),
              { title: `${fixed(before[token] ?? NaN, 2)} → ${fixed(after[token] ?? NaN, 2)}` },
            ),
          )}
          ${worsened.length === 0 ? noteRow(l10n.t('Nothing is predicted worse.')) : nothing}
        </tbody>
      </table>
    </section>`;
  }

  private row(
    { labels }: AttentionViewPass,
    token: number,
    value: string,
    barCell: TemplateResult,
    { of = null, strongest = null, title = '' }: RowExtras,
  ): TemplateResult {
    const label = labels[token] ?? '';
    return html`<tr class="link" title=${title} @click=${() => this.onLock(token)}>
      ${of === null ? nothing : html`<td class="head small">${of}</td>`}
      <td class="index">${token}</td>
      <td class="word">
        <button class="row" aria-label=${l10n.t('Go to token {0}, {1}', token, label)}>${tokenMarkup(label)}</button>
      </td>
      <td class="value">${value}</td>
      <td class="bar">${barCell}</td>
      ${strongest === null ? nothing : html`<td class="strongest small">${strongest}</td>`}
    </tr>`;
  }
}

customElements.define('model-circuits-token', TokenColumn);

declare global {
  interface HTMLElementTagNameMap {
    'model-circuits-token': TokenColumn;
  }
}

interface RowExtras {
  /** The head in the first column; null without that column. */
  readonly of?: string | null;
  /** The head with the largest value, in the last column; null without that column. */
  readonly strongest?: string | null;
  readonly title?: string;
}

/** Titles that keep the two apart: the value is that of all heads, the head is the one with the largest. */
function togetherTitles(value: string): TemplateResult {
  return html`<colgroup>
      <col class="index" />
      <col class="word" />
      <col class="value" />
      <col />
      <col class="strongest" />
    </colgroup>
    <thead>
      <tr>
        <th colspan="3" scope="col">${value}</th>
        <th colspan="2" scope="col">${l10n.t('strongest head')}</th>
      </tr>
    </thead>`;
}

function unitText(pairValue: PairValue): string {
  switch (pairValue) {
    case 'attention':
      return l10n.t('weight');
    case 'valueWeighted':
      return l10n.t('weight × ‖v W_O‖');
    case 'logitAttribution':
      return l10n.t('logit of the next token');
  }
}

function noteRow(note: string): TemplateResult {
  return html`<tr>
    <td class="muted" colspan="5">${note}</td>
  </tr>`;
}

function restRow(name: string, value: string, hasHeads: boolean): TemplateResult {
  return html`<tr class="rest">
    <td class="index"></td>
    <td class="word small">${name}</td>
    <td class="value">${value}</td>
    <td class="bar"></td>
    ${hasHeads ? html`<td class="strongest"></td>` : nothing}
  </tr>`;
}
