import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { Direction } from '../../src/shared/attentionRow';
import type { PairValue } from '../../src/shared/contracts/engineContract';
import { formatHead } from '../../src/shared/heads';
import { fixed, signed } from '../../src/shared/numberText';
import type { AttentionViewAblation, AttentionViewPass } from '../../src/shared/contracts/attentionViewContract';
import { filledText } from '../base/filledText';
import { headsText } from '../base/headsText';
import type { Theme } from '../base/theme';
import { tokenMarkup } from '../base/tokenMarkup';
import { fullText, lacksNext, noNextToken, pairValueOf, type Colouring } from './colouring';
import { largest, type ShownHeads } from './shownHeads';

export interface SentenceParts {
  readonly pass: AttentionViewPass;
  readonly colouring: Colouring;
  readonly shown: ShownHeads;
  readonly direction: Direction;
  /** The selected token; null for none. */
  readonly token: number | null;
  /** The token's row or column, one value a token; null until it has arrived. */
  readonly values: Float32Array | null;
  readonly ablated: AttentionViewAblation | null;
  readonly theme: Theme;
}

/** The answer to the view's question, in one line: "L18H6 attends from `led` → to `own` 0.71". */
export function sentence(parts: SentenceParts): TemplateResult {
  const { pass, colouring, shown, token, values, ablated } = parts;
  if (colouring === 'loss') {
    const mean = strong(fixed(meanOf(pass.loss), 2));
    return html`${filledText(l10n.t('Loss of each token, given the text before it. Mean {0} nats.'), mean)}`;
  }
  if (colouring === 'delta' && ablated) return ablationSentence(ablated);
  if (token === null) return muted(l10n.t('Point at a token to see where it looks; click to keep it.'));
  const pairValue = pairValueOf(colouring);
  if (pairValue && lacksNext(pass, pairValue, token)) return html`${tokenAt(pass, token)} ${muted(noNextToken())}`;
  if (shown.each) return severalSentence(parts, token);
  if (!values) return muted(shown.problem ?? '…');
  return colouring === 'logitAttribution'
    ? logitSentence(parts, token, values)
    : attentionSentence(parts, token, values);
}

function ablationSentence(ablated: AttentionViewAblation): TemplateResult {
  const { heads, meanChange, unit, changedPredictions, metricName } = ablated;
  // The numbers come first: a sentence that is too long is cut at its end.
  return html`${filledText(
    l10n.t('Without {0}: mean {1} {2}, {3} predictions changed.'),
    strong(headsText(heads)),
    strong(signed(meanChange, 3)),
    unit,
    String(changedPredictions),
  )}
  ${muted(l10n.t('{0} of each token', metricName))}`;
}

function attentionSentence(
  { pass, colouring, shown, direction }: SentenceParts,
  token: number,
  values: Float32Array,
): TemplateResult {
  const others = strongestOf(values).map(
    other => html`${tokenAt(pass, other)} ${strong(fixed(values[other] ?? 0, 2))}`,
  );
  const text = direction === 'from' ? l10n.t('{0} attends from {1} → to {2}') : l10n.t('{0} attends to {1} ← from {2}');
  const named = others.length === 0 ? muted(l10n.t('nothing much')) : joined(others);
  return html`${filledText(text, strong(shown.name), tokenAt(pass, token), named)}
  ${colouring === 'valueWeighted' ? muted(l10n.t('(times ‖v W_O‖)')) : nothing}`;
}

function logitSentence({ pass, shown, direction }: SentenceParts, token: number, values: Float32Array): TemplateResult {
  const by = direction === 'from' ? l10n.t('by {0} through {1}') : l10n.t('by {0} from {1}');
  const changes = strongestOf(values).map(
    other => html`${filledText(by, strong(signed(values[other] ?? 0, 2)), tokenAt(pass, other))}`,
  );
  const [head, at] = [strong(shown.name), tokenAt(pass, token)];
  if (direction === 'to') {
    return changes.length === 0
      ? html`${filledText(l10n.t('{0} through {1} hardly changes the logit of what comes next'), head, at)}`
      : html`${filledText(l10n.t('{0} through {1} changes the logit of what comes next {2}'), head, at, joined(changes))}`;
  }
  const next = tokenMarkup(pass.labels[token + 1] ?? '');
  return changes.length === 0
    ? html`${filledText(l10n.t('{0} from {1} hardly changes the logit of the next token {2}'), head, at, next)}`
    : html`${filledText(l10n.t('{0} from {1} changes the logit of the next token {2} {3}'), head, at, next, joined(changes))}`;
}

/** The tokens that a sentence names: the two strongest, if they do not round to 0.00. */
function strongestOf(values: Float32Array): number[] {
  return largest(values, 2, 0.005);
}

function severalSentence({ pass, shown, direction, theme }: SentenceParts, token: number): TemplateResult {
  const keys = shown.heads.map(
    (head, index) =>
      html`<span class="key"
        ><span class="swatch" .style=${`background: ${theme.several[index] ?? ''}`}></span>${formatHead(head)}</span
      >`,
  );
  return html`${filledText(direction === 'from' ? l10n.t('From {0}:') : l10n.t('To {0}:'), tokenAt(pass, token))}
  ${keys} ${muted(lengthText(shown.pairValue, fullText(shown.pairValue, shown.eachFull)))}`;
}

/** What the length of a head's bar says, and the value of the longest. */
function lengthText(pairValue: PairValue, full: string): string {
  switch (pairValue) {
    case 'attention':
      return l10n.t('length is the weight, full at {0}', full);
    case 'valueWeighted':
      return l10n.t('length is weight × ‖v W_O‖, full at {0}', full);
    case 'logitAttribution':
      return l10n.t('length is the logit change, broken where it falls, full at {0}', full);
  }
}

function tokenAt({ labels }: AttentionViewPass, token: number): TemplateResult {
  return html`${tokenMarkup(labels[token] ?? '')} <span class="at">${token}</span>`;
}

/** One or two parts. */
function joined([first, second]: readonly TemplateResult[]): TemplateResult {
  return first && second ? html`${filledText(l10n.t('{0} and {1}'), first, second)}` : html`${first}`;
}

function strong(text: string): TemplateResult {
  return html`<span class="strong">${text}</span>`;
}

function muted(text: string): TemplateResult {
  return html`<span class="muted">${text}</span>`;
}

/** The mean over the tokens that have a value. */
function meanOf(values: Float32Array): number {
  const numbers = values.filter(value => !Number.isNaN(value));
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
