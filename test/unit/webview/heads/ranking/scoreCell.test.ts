import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../../../webview/heads/headTable';
import { scoreBar } from '../../../../../webview/heads/ranking/scoreCell';

describe('scoreBar', () => {
  const reading: Reading = { value: 0.5, error: 0.1, chance: 0.03, before: 0.5, change: null };
  const column = { key: 'prefix_matching', recipe: 'prefix_matching', isChange: false } as const;

  it('spans the range of the recipe, with chance and one standard error', () => {
    expect(scoreBar(column, reading)).toEqual({
      from: 0,
      to: 50,
      hue: 'attention',
      error: [40, 60],
      chance: 3,
      before: null,
    });
  });

  it('grows from zero if values have a sign', () => {
    const logit = { key: 'induction_logit', recipe: 'induction_logit', isChange: false } as const;
    expect(scoreBar(logit, { ...reading, value: -0.5 })).toMatchObject({ from: 25, to: 50, hue: 'loss' });
    expect(scoreBar(logit, { ...reading, value: 7 })).toMatchObject({ from: 50, to: 100, hue: 'gain' });
  });

  it('shows a change from zero, without the error of either score', () => {
    const change = { key: 'change:prefix_matching', recipe: 'prefix_matching', isChange: true } as const;
    expect(scoreBar(change, { ...reading, before: 0.9, change: -0.4 })).toEqual({
      from: 30,
      to: 50,
      hue: 'loss',
      error: null,
      chance: 50,
      before: null,
    });
  });

  it('is null without a value', () => {
    expect(scoreBar(column, { ...reading, value: NaN })).toBeNull();
  });
});
