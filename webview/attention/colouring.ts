import * as l10n from '@vscode/l10n';
import type { AttentionViewPass } from '../../src/shared/contracts/attentionViewContract';
import type { PairValue } from '../../src/shared/contracts/engineContract';
import { fixed, signed } from '../../src/shared/numberText';
import { attentionStep } from '../../src/shared/rampStep';
import type { Theme } from '../base/theme';

/** What the colours of the text show: a value of pairs of tokens, or one of each token. */
export type Colouring = PairValue | 'loss' | 'delta';

/** In the order of the keys 1 to 5. */
export const colourings: readonly Colouring[] = ['attention', 'valueWeighted', 'logitAttribution', 'loss', 'delta'];

export function colouringName(colouring: Colouring): string {
  switch (colouring) {
    case 'attention':
      return l10n.t('Attention');
    case 'valueWeighted':
      return l10n.t('Value-weighted');
    case 'logitAttribution':
      return l10n.t('Logit attribution');
    case 'loss':
      return l10n.t('Loss');
    case 'delta':
      return l10n.t('Δ loss');
  }
}

/** The value of pairs of tokens that a colouring shows; null for those of single tokens. */
export function pairValueOf(colouring: Colouring): PairValue | null {
  return colouring === 'loss' || colouring === 'delta' ? null : colouring;
}

/** The value that lists and patterns show: attention while the text is coloured by single tokens. */
export function shownPairValue(colouring: Colouring): PairValue {
  return pairValueOf(colouring) ?? 'attention';
}

/**
 * The value with the strongest colour or the longest bar: 1 for attention, so that colours compare across queries and
 * heads; for the other values the greatest magnitude on show, for logits rounded up to a half.
 */
export function fullScale(pairValue: PairValue, greatest: number): number {
  switch (pairValue) {
    case 'attention':
      return 1;
    case 'valueWeighted':
      return greatest || 1;
    case 'logitAttribution':
      return Math.max(0.5, Math.ceil(greatest * 2) / 2);
  }
}

const steps = 16;

/** Half a nat a step; the last step is 8 nats and more. */
function natStep(nats: number): number {
  return Math.min(steps, Math.max(0, Math.round(Math.abs(nats) * 2)));
}

/** By the square root of the share: a quarter of the greatest is half way. */
function signedStep(value: number, full: number): number {
  const share = Math.abs(value) / full;
  return share < 0.01 ? 0 : Math.min(steps, Math.ceil(steps * Math.sqrt(share)));
}

/** The colour behind a token's text; empty for none. */
export function tint(theme: Theme, colouring: Colouring, value: number, full: number): string {
  if (Number.isNaN(value)) return '';
  const of = (ramp: readonly string[], step: number): string => (step === 0 ? '' : (ramp[step - 1] ?? ''));
  switch (colouring) {
    case 'attention':
    case 'valueWeighted':
      return of(theme.attention, attentionStep(value / full));
    case 'logitAttribution':
      return of(value > 0 ? theme.gain : theme.loss, signedStep(value, full));
    case 'loss':
      return of(theme.loss, natStep(value));
    case 'delta':
      return of(value > 0 ? theme.loss : theme.gain, natStep(value));
  }
}

/** The colour of a mark that carries no text. */
export function inkOf(theme: Theme, colouring: Colouring, value: number): string {
  switch (colouring) {
    case 'attention':
    case 'valueWeighted':
      return theme.attentionInk;
    case 'logitAttribution':
      return value > 0 ? theme.gainInk : theme.lossInk;
    case 'loss':
      return theme.lossInk;
    case 'delta':
      return value > 0 ? theme.lossInk : theme.gainInk;
  }
}

/** A value above its token: short, without a leading zero. */
export function shortValue(colouring: Colouring, value: number): string {
  switch (colouring) {
    case 'attention':
      return fixed(value, 2).replace(/^0/, '');
    case 'valueWeighted':
      return fixed(value, 1);
    case 'logitAttribution':
      return signed(value, 2);
    case 'loss':
      return fixed(value, 1);
    case 'delta':
      return signed(value, 1);
  }
}

/** A value in a list. */
export function listValue(pairValue: PairValue, value: number): string {
  return pairValue === 'logitAttribution' ? signed(value, 3) : fixed(value, 3);
}

/** A full scale as text: "1", "±2.5". */
export function fullText(pairValue: PairValue, full: number): string {
  switch (pairValue) {
    case 'attention':
      return String(full);
    case 'valueWeighted':
      return fixed(full, 2);
    case 'logitAttribution':
      return `±${fixed(full, 1)}`;
  }
}

/** Whether a value is missing at a token: logit attribution at the last one, which has no next token. */
export function lacksNext({ ids }: AttentionViewPass, pairValue: PairValue, token: number): boolean {
  return pairValue === 'logitAttribution' && token === ids.length - 1;
}

export function noNextToken(): string {
  return l10n.t('The last token has no next token.');
}
