import { describe, expect, it } from 'vitest';
import type { HeadsState } from '../../../../../src/shared/contracts/headsViewContract';
import { keptArrangement } from '../../../../../webview/heads/arrangement';
import { headsScene, type Arrangement } from '../../../../../webview/heads/headsScene';
import { rankingCsv, rankingJson, type RankingContent } from '../../../../../webview/heads/ranking/rankingFile';
import { ablatedState, headsState } from '../../../../support/headsState';

function content(state: HeadsState, arranged: Partial<Arrangement> = {}): RankingContent {
  const arrangement = { ...keptArrangement({}), ...arranged };
  return { ...headsScene(state, arrangement, 300)!, state, filter: arrangement.filter };
}

describe('rankingCsv', () => {
  it('writes a line for each listed head, in the order of the list', () => {
    expect(rankingCsv(content(headsState(), { filter: 'L1' })).split('\n')).toEqual([
      'checkpoint,seed,head,layer,index,type,label,' +
        'prefix_matching,prefix_matching_error,prefix_matching_chance,prefix_matching_version,' +
        'induction,induction_error,induction_chance,induction_version',
      'tiny,0,L1H0,1,0,induction,,0.9,0.005,0.03,1,0.85,0.01,0.03,1',
      'tiny,0,L1H1,1,1,,,0.2,0.005,0.03,1,0.1,0.01,0.03,1',
      '',
    ]);
  });

  it('writes a score before and after an ablation, and the change', () => {
    const [names, first] = rankingCsv(content(ablatedState())).split('\n');
    expect(names).toContain('ablated_heads,ablation,prefix_matching,');
    expect(names!.endsWith('prefix_matching_ablated,prefix_matching_ablated_error,prefix_matching_change')).toBe(true);
    expect(first).toBe('tiny,0,L1H0,1,0,induction,,L0H1,zero,0.9,0.005,0.03,1,0.1,0.01,-0.8');
  });

  it('quotes cells with commas and quotes, and lets no name become a formula', () => {
    const labels = [{ head: { layer: 1, head: 0 }, label: 'a "b", c' }];
    const csv = rankingCsv(content(headsState({ checkpoint: '=1+1', labels }), { filter: 'L1H0' }));
    expect(csv.split('\n')[1]).toMatch(/^'=1\+1,0,L1H0,1,0,induction,"a ""b"", c",/);
  });
});

describe('rankingJson', () => {
  it('holds how the scores were measured, and what each number means', () => {
    const report = JSON.parse(rankingJson(content(headsState(), { filter: 'type:induction' }))) as object;
    expect(report).toEqual({
      checkpoint: 'tiny',
      layers: 2,
      heads: 2,
      seed: 0,
      startToken: 1,
      rows: {
        probe: { count: 10, segment: 25, repeats: 4 },
        induction: { count: 10, segment: 50, repeats: 2 },
        copying: { count: 10, segment: 25, repeats: 1 },
      },
      ablation: null,
      thresholds: { prefixMatching: 0.3, previousToken: 0.4, duplicateToken: 0.4 },
      sort: { by: 'prefix_matching', descending: true },
      filter: 'type:induction',
      recipes: {
        prefix_matching: { version: 1, chance: 0.03, rows: 'probe' },
        induction: { version: 1, chance: 0.03, rows: 'induction' },
      },
      ranking: [
        {
          head: 'L1H0',
          type: 'induction',
          label: null,
          scores: { prefix_matching: { score: 0.9, error: 0.005 }, induction: { score: 0.85, error: 0.01 } },
        },
      ],
    });
  });

  it('holds null for a score that has not arrived', () => {
    const clean = { phase: { kind: 'cancelled' }, scores: {}, rows: null } as const;
    const report = JSON.parse(rankingJson(content(headsState({ clean })))) as { ranking: { scores: object }[] };
    expect(report.ranking[0]!.scores).toEqual({
      prefix_matching: { score: null, error: null },
      induction: { score: null, error: null },
    });
  });
});
