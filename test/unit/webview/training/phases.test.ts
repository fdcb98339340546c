import { describe, expect, it } from 'vitest';
import type { TrainingPhase } from '../../../../src/shared/contracts/trainingViewContract';
import { phaseActs, phaseName } from '../../../../webview/training/phases';

const failed = { kind: 'failed', reason: 'bad-input', message: 'No space.' } as const;

describe('the name and the buttons of a phase', () => {
  it.each([
    [{ kind: 'none' } as const, '', ['start']],
    [{ kind: 'starting' } as const, 'Starting…', ['(pause)', 'stop']],
    [{ kind: 'running' } as const, 'Training', ['pause', 'stop']],
    [{ kind: 'stopping' } as const, 'Stopping…', ['(pause)', '(stop)']],
    [{ kind: 'paused' } as const, 'Paused', ['resume', 'stop']],
    [{ kind: 'done' } as const, 'Done', ['start']],
    [{ kind: 'stopped' } as const, 'Stopped', ['resume', 'start']],
    [{ ...failed, canResume: true }, 'Failed', ['resume', 'start']],
    [{ ...failed, canResume: false }, 'Failed', ['start']],
  ])('are right for %j', (phase: TrainingPhase, name, acts) => {
    expect(phaseName(phase)).toBe(name);
    expect(phaseActs(phase).map(({ act, isEnabled }) => (isEnabled ? act : `(${act})`))).toEqual(acts);
  });
});
