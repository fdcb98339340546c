import { html, nothing, type TemplateResult } from 'lit';
import type { Direction } from '../../src/shared/attentionRow';
import type { PairValue } from '../../src/shared/contracts/engineContract';
import { formatHead } from '../../src/shared/heads';
import { fixed, signed } from '../../src/shared/numberText';
import type { AttentionViewAblation, AttentionViewPass } from '../../src/shared/contracts/attentionViewContract';
import { headsText } from '../base/headsText';
import type { Theme } from '../base/theme';
import { tokenLabel } from '../base/tokenLabel';
import { fullText, pairValueOf, type Colouring } from './colouring';
import { lacksNext, noNextToken } from './noNextToken';
import { largest, type ShownHeads } from './shownHeads';

export interface SentenceParts {
  readonly pass: AttentionViewPass;
  readonly colouring: Colouring;
  readonly shown: ShownHeads;
  readonly direction: Direction;
  /** The token asked about; null for none. */
  readonly token: number | null;
  /** Its row or column; null until it has arrived. */
  readonly values: Float32Array | null;
  readonly ablated: AttentionViewAblation | null;
  readonly theme: Theme;
}

/** The answer to the attention view's question, in one line: "L18H6 attends from `led` → to `own` 0.71". */
export function sentence(parts: SentenceParts): TemplateResult {
  const { pass, colouring, shown, direction, token, values, ablated } = parts;
  if (colouring === 'loss') {
    return html`Loss of each token, given the text before it. Mean
      <span class="strong">${fixed(meanOf(pass.loss), 2)}</span> nats.`;
  }
  if (colouring === 'delta' && ablated) {
    // The numbers first: what is too long is cut at its end.
    const { heads, meanChange, unit, changedPredictions, metricName } = ablated;
    return html`Without <span class="strong">${headsText(heads)}</span>: mean
      <span class="strong">${signed(meanChange, 3)}</span> ${unit}, ${changedPredictions} predictions changed.
      <span class="muted">${metricName} of each token</span>`;
  }
  if (token === null) return html`<span class="muted">Point at a token to see where it looks; click to keep it.</span>`;
  const pairValue = pairValueOf(colouring);
  if (pairValue && lacksNext(pass, pairValue, token)) {
    return html`${tokenAt(pass, token)} <span class="muted">${noNextToken}</span>`;
  }
  if (shown.each) return severalSentence(parts, token);
  if (!values) return html`<span class="muted">${shown.problem ?? '…'}</span>`;

  const strongest = largest(values, 2, 0.005);
  const named = (other: number, digits: (value: number) => string): TemplateResult =>
    html`${tokenAt(pass, other)} <span class="strong">${digits(values[other] ?? 0)}</span>`;
  if (colouring === 'logitAttribution') {
    const next =
      direction === 'from' ? html`the next token ${tokenLabel(pass.labels[token + 1] ?? '')}` : html`what comes next`;
    return html`<span class="strong">${shown.name}</span> ${direction === 'from' ? 'from' : 'through'}
      ${tokenAt(pass, token)} ${strongest.length === 0 ? 'hardly changes' : 'changes'} the logit of ${next}
      ${joined(
        strongest.map(
          other =>
            html`by
              <span class="strong">${signed(values[other] ?? 0, 2)}</span> ${direction === 'from' ? 'through' : 'from'}
              ${tokenAt(pass, other)}`,
        ),
      )}`;
  }
  return html`<span class="strong">${shown.name}</span> ${direction === 'from' ? 'attends from' : 'attends to'}
    ${tokenAt(pass, token)} ${direction === 'from' ? '→ to' : '← from'}
    ${strongest.length === 0 ? html`<span class="muted">nothing much</span>` : joined(strongest.map(other => named(other, value => fixed(value, 2))))}
    ${colouring === 'valueWeighted' ? html`<span class="muted">(times ‖v W_O‖)</span>` : nothing}`;
}

function severalSentence({ pass, shown, direction, theme }: SentenceParts, token: number): TemplateResult {
  return html`${direction === 'from' ? 'From' : 'To'} ${tokenAt(pass, token)}:
    ${shown.heads.map(
      (head, index) =>
        html`<span class="key"
          ><span class="swatch" .style=${`background: ${theme.several[index] ?? ''}`}></span>${formatHead(head)}</span
        >`,
    )}
    <span class="muted"
      >length is ${lengthName[shown.pairValue]}, full at ${fullText(shown.pairValue, shown.eachFull)}</span
    >`;
}

const lengthName: Readonly<Record<PairValue, string>> = {
  attention: 'the weight',
  valueWeighted: 'weight × ‖v W_O‖',
  logitAttribution: 'the logit change, broken where it falls',
};

function tokenAt({ labels }: AttentionViewPass, token: number): TemplateResult {
  return html`${tokenLabel(labels[token] ?? '')} <span class="at">${token}</span>`;
}

function joined(parts: readonly TemplateResult[]): TemplateResult {
  return html`${parts.map((part, index) => html`${index === 0 ? '' : ' and '}${part}`)}`;
}

function meanOf(values: Float32Array): number {
  const numbers = values.filter(value => !Number.isNaN(value));
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
