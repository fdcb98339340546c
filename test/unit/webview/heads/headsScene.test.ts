import { describe, expect, it } from 'vitest';
import { headIntervention } from '../../../../src/shared/interventions/intervention';
import type { HeadsState } from '../../../../src/shared/contracts/headsViewContract';
import { keptArrangement } from '../../../../webview/heads/arrangement';
import { headsScene, type Arrangement } from '../../../../webview/heads/headsScene';
import { ablatedState, headsState } from '../../../support/headsState';

const fresh = keptArrangement({});

function scene(state: HeadsState, arranged: Partial<Arrangement> = {}, width = 300) {
  return headsScene(state, { ...fresh, ...arranged }, width)!;
}

describe('the columns of the scene', () => {
  const keys = (...given: Parameters<typeof scene>): string[] => scene(...given).columns.map(({ key }) => key);

  it('begin with prefix matching and induction, and are as many as fit', () => {
    expect(keys(headsState())).toEqual(['prefix_matching', 'induction']);
    expect(keys(headsState(), {}, 700)).toEqual(['prefix_matching', 'induction', 'induction_logit']);
    expect(keys(headsState(), {}, 1100)).toHaveLength(4);
  });

  it('are those that the user chose, in the order in which the view lists recipes', () => {
    expect(keys(headsState(), { columns: ['entropy', 'previous_token'] })).toEqual(['previous_token', 'entropy']);
  });

  it('show each score and its change while heads are ablated', () => {
    expect(keys(ablatedState())).toEqual(['prefix_matching', 'change:prefix_matching']);
    expect(keys(ablatedState(), { wantsChange: false })).toEqual(['prefix_matching', 'induction']);
  });

  it('hold scores that can change, with frozen patterns, and so do the map and the order', () => {
    const frozen = scene(ablatedState({ ablation: headIntervention('frozen', [{ layer: 0, head: 1 }]) }));
    expect(frozen.columns.map(({ recipe }) => recipe)).toEqual(['induction_logit', 'induction_logit']);
    expect(frozen.recipe).toBe('induction_logit');
    expect(frozen.sort).toEqual({ by: 'change:induction_logit', isDescending: true });
  });

  it('are present while the scores arrive, unsorted', () => {
    const state = headsState({ clean: { phase: { kind: 'loading', done: 0, total: null }, scores: {}, rows: null } });
    expect(keys(state)).toEqual(['prefix_matching', 'induction']);
    expect(scene(state).sort).toBeNull();
  });
});
