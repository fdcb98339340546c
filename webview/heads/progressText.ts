import * as l10n from '@vscode/l10n';
import type { ScorePhase } from '../../src/shared/contracts/headsViewContract';

/** How far scoring is; empty if no scores are being computed. */
export function progressText(phase: ScorePhase, isWide: boolean): string {
  switch (phase.kind) {
    case 'loading': {
      if (!phase.total) return isWide ? l10n.t('reading weights…') : l10n.t('reading…');
      const percent = Math.floor((100 * phase.done) / phase.total);
      return isWide ? l10n.t('reading weights {0} %', percent) : l10n.t('reading {0} %', percent);
    }
    case 'scoring': {
      const { done, total, secondsLeft } = phase;
      if (!isWide) return `${done}/${total}${secondsLeft === null ? '' : ` · ${durationText(secondsLeft)}`}`;
      return secondsLeft === null
        ? l10n.t('step {0} of {1}', done, total)
        : l10n.t('step {0} of {1} · {2} left', done, total, durationText(secondsLeft));
    }
    default:
      return '';
  }
}

function durationText(seconds: number): string {
  return seconds < 90 ? l10n.t('{0} s', Math.ceil(seconds)) : l10n.t('{0} min', Math.round(seconds / 60));
}
