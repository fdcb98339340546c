import * as l10n from '@vscode/l10n';
import { wholeText } from '../base/plot/numbers';

/** Three digits: the rest changes with every step and says nothing. */
export function speedText(tokensPerSecond: number | null): string {
  const speed = tokensPerSecond === null ? '–' : wholeText(Number(tokensPerSecond.toPrecision(3)));
  return l10n.t('{0} tokens/s', speed);
}

export function durationText(seconds: number): string {
  if (seconds < 90) return l10n.t('{0} s', Math.ceil(seconds));
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? l10n.t('{0} min', minutes) : l10n.t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}
