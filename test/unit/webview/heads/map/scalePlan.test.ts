import { describe, expect, it } from 'vitest';
import { defaultThresholds } from '../../../../../src/shared/headTypes';
import { scalePlan, tickTexts } from '../../../../../webview/heads/map/scalePlan';

const parts = { chance: 0.0307, thresholds: defaultThresholds, isChange: false };

describe('scalePlan', () => {
  it('marks chance, and the lowest score of each type', () => {
    const { ticks } = scalePlan({ ...parts, recipe: 'prefix_matching' });
    expect(ticks.map(({ text }) => text)).toEqual(['chance .03', 'type from .3', '1']);
    expect(ticks.map(({ at }) => at)).toEqual([0.0307, 0.3, 1]);
  });

  it('writes the sign of signed values and the unit of entropy', () => {
    const texts = (plan: ReturnType<typeof scalePlan>) => plan.ticks.map(({ text }) => text);
    expect(texts(scalePlan({ ...parts, recipe: 'induction_logit', chance: 0 }))).toEqual(['−1', '0', '+1']);
    expect(texts(scalePlan({ ...parts, recipe: 'copying_ov', chance: -0.846 }))).toEqual(['chance −.85', '1']);
    expect(texts(scalePlan({ ...parts, recipe: 'entropy', chance: null }))).toEqual(['0', '5 nats']);
    expect(texts(scalePlan({ ...parts, recipe: 'prefix_matching', isChange: true }))).toEqual([
      '−1',
      'no change',
      '+1',
    ]);
  });
});

describe('tickTexts', () => {
  it('writes no text over another text', () => {
    const { ticks } = scalePlan({ ...parts, recipe: 'prefix_matching' });
    const texts = tickTexts(ticks, 120, text => text.length * 6);
    expect(texts[1]!.x).toBeGreaterThanOrEqual(texts[0]!.x + texts[0]!.text.length * 6);
  });
});
