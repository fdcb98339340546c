import * as l10n from '@vscode/l10n';
import type { TrainingPhase } from '../../src/shared/contracts/trainingViewContract';

/** What the user can do with the run. */
export type TrainingAct = 'start' | 'pause' | 'resume' | 'stop';

export interface ActButton {
  readonly act: TrainingAct;
  readonly isEnabled: boolean;
}

/** A phase as the header names it; empty before the first run. */
export function phaseName(phase: TrainingPhase): string {
  switch (phase.kind) {
    case 'none':
      return '';
    case 'starting':
      return l10n.t('Starting…');
    case 'running':
      return l10n.t('Training');
    case 'stopping':
      return l10n.t('Stopping…');
    case 'paused':
      return l10n.t('Paused');
    case 'stopped':
      return l10n.t('Stopped');
    case 'done':
      return l10n.t('Done');
    case 'failed':
      return l10n.t('Failed');
  }
}

/** The buttons of a phase. A button that will be of use in a moment stays in its place, disabled. */
export function phaseActs(phase: TrainingPhase): readonly ActButton[] {
  switch (phase.kind) {
    case 'none':
    case 'done':
      return [enabled('start')];
    case 'starting':
      return [disabled('pause'), enabled('stop')];
    case 'running':
      return [enabled('pause'), enabled('stop')];
    case 'stopping':
      return [disabled('pause'), disabled('stop')];
    case 'paused':
      return [enabled('resume'), enabled('stop')];
    case 'stopped':
      return [enabled('resume'), enabled('start')];
    case 'failed':
      return phase.canResume ? [enabled('resume'), enabled('start')] : [enabled('start')];
  }
}

/** The text of a button. */
export function actName(act: TrainingAct): string {
  switch (act) {
    case 'start':
      return l10n.t('Train a Small Model…');
    case 'pause':
      return l10n.t('Pause');
    case 'resume':
      return l10n.t('Resume');
    case 'stop':
      return l10n.t('Stop');
  }
}

/** The title of a button. */
export function actMeaning(act: TrainingAct): string {
  switch (act) {
    case 'start':
      return l10n.t('Choose what to train');
    case 'pause':
      return l10n.t('Stop after this step, to go on later');
    case 'resume':
      return l10n.t('Go on from where it stopped');
    case 'stop':
      return l10n.t('End the run here; its snapshots stay');
  }
}

function enabled(act: TrainingAct): ActButton {
  return { act, isEnabled: true };
}

function disabled(act: TrainingAct): ActButton {
  return { act, isEnabled: false };
}
