import type { TrainingPhase } from '../../src/shared/contracts/trainingViewContract';

export type TrainingAct = 'start' | 'pause' | 'resume' | 'stop';

export interface ActButton {
  readonly act: TrainingAct;
  readonly isEnabled: boolean;
}

/** What a phase is called. */
export function phaseName(phase: TrainingPhase): string {
  switch (phase.kind) {
    case 'none':
      return '';
    case 'starting':
      return 'Starting…';
    case 'running':
      return 'Training';
    case 'stopping':
      return 'Stopping…';
    case 'paused':
      return 'Paused';
    case 'stopped':
      return 'Stopped';
    case 'done':
      return 'Done';
    case 'failed':
      return 'Failed';
  }
}

/** What can be done in a phase. What only takes a moment to be possible again keeps its place. */
export function phaseActs(phase: TrainingPhase): readonly ActButton[] {
  switch (phase.kind) {
    case 'none':
    case 'done':
      return [enabled('start')];
    case 'starting':
      return [{ act: 'pause', isEnabled: false }, enabled('stop')];
    case 'running':
      return [enabled('pause'), enabled('stop')];
    case 'stopping':
      return [
        { act: 'pause', isEnabled: false },
        { act: 'stop', isEnabled: false },
      ];
    case 'paused':
      return [enabled('resume'), enabled('stop')];
    case 'stopped':
      return [enabled('resume'), enabled('start')];
    case 'failed':
      return phase.canResume ? [enabled('resume'), enabled('start')] : [enabled('start')];
  }
}

export function actName(act: TrainingAct): string {
  return { start: 'Train a Small Model…', pause: 'Pause', resume: 'Resume', stop: 'Stop' }[act];
}

export function actMeaning(act: TrainingAct): string {
  return {
    start: 'Choose what to train',
    pause: 'Stop after this step, to go on later',
    resume: 'Go on from where it stopped',
    stop: 'End the run here; its snapshots stay',
  }[act];
}

function enabled(act: TrainingAct): ActButton {
  return { act, isEnabled: true };
}
