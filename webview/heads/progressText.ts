import type { ScorePhase } from '../../src/shared/contracts/headsViewContract';

/** How far the scores are; empty where none are being computed. */
export function progressText(phase: ScorePhase, isWide: boolean): string {
  if (phase.kind === 'loading') {
    const percent = phase.total ? ` ${Math.floor((100 * phase.done) / phase.total)} %` : '…';
    return isWide ? `reading weights${percent}` : `reading${percent}`;
  }
  if (phase.kind !== 'scoring') return '';
  const { done, total, secondsLeft } = phase;
  const left = secondsLeft === null ? '' : ` · ${durationText(secondsLeft)}`;
  return isWide ? `step ${done} of ${total}${left}${left === '' ? '' : ' left'}` : `${done}/${total}${left}`;
}

function durationText(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
