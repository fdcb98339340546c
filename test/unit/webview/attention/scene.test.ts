import { describe, expect, it } from 'vitest';
import type { AttentionViewState } from '../../../../src/shared/contracts/attentionViewContract';
import { AttentionData } from '../../../../webview/attention/attentionData';
import { scene, type Scene, type AttentionViewChoice } from '../../../../webview/attention/scene';
import { attentionState as state, host, theme } from './attentionState';

/** Asks twice, because the first answer is still on its way. */
async function settledScene(of: AttentionViewState, choice: Partial<AttentionViewChoice>): Promise<Scene> {
  const data = new AttentionData(host, 1, () => undefined);
  const all: AttentionViewChoice = { colouring: 'attention', locked: [], hovered: null, ...choice };
  expect(scene(of, data, all, theme)!.shown.tile).toBeNull();
  await new Promise(resolve => setTimeout(resolve));
  scene(of, data, all, theme);
  await new Promise(resolve => setTimeout(resolve));
  return scene(of, data, all, theme)!;
}

function colours({ paint }: Scene): readonly string[] {
  return paint?.kind === 'tint' ? paint.colours : [];
}

describe('the scene of the attention view', () => {
  it('is empty until the user asks about a token', async () => {
    const now = await settledScene(state(), {});
    expect(now.token).toBeNull();
    expect(now.paint).toBeNull();
    expect(now.pattern).not.toBeNull();
  });

  it('is the row of a query, with the strongest named by its value', async () => {
    const now = await settledScene(state(), { locked: [2] });
    // Sixteen steps by the square root of the weight.
    expect(colours(now)).toEqual(['a12', 'a11', 'a6', '']);
    expect(now.strongest).toEqual([0, 1]);
    expect(now.strongestPair).toEqual([2, 0]);
    expect(now.paint).toMatchObject({
      queryName: 'from',
      values: [
        { token: 0, text: '.50' },
        { token: 1, text: '.40' },
      ],
    });
  });

  it('is the column of a key for the other direction', async () => {
    const now = await settledScene(state({ direction: 'to' }), { locked: [1] });
    expect(Array.from(now.values!, value => Math.round(100 * value))).toEqual([0, 30, 40, 25]);
    expect(now.strongestPair).toEqual([2, 1]);
  });

  it('hides the start token and rescales the rest if the user asks', async () => {
    const now = await settledScene(state({ hideStart: true }), { locked: [2] });
    expect(Array.from(now.values!, value => Math.round(100 * value))).toEqual([0, 80, 20, 0]);
  });

  it('previews the token under the pointer only while none is locked', async () => {
    expect((await settledScene(state(), { hovered: 3 })).token).toBe(3);
    expect((await settledScene(state(), { locked: [2], hovered: 3 })).token).toBe(2);
  });

  it('has no value for a token that an edit made stale', async () => {
    expect((await settledScene(state({}, 2), { locked: [2] })).token).toBeNull();
  });

  it('shows tokens that raise and that lower a logit in two hues', async () => {
    const now = await settledScene(state(), { locked: [2], colouring: 'logitAttribution' });
    const [raised, lowered] = colours(now);
    expect(raised).toMatch(/^g/);
    expect(lowered).toMatch(/^l/);
  });

  it('shows the loss of each token in steps of half a nat, and no loss for the first', async () => {
    const now = await settledScene(state(), { colouring: 'loss' });
    expect(colours(now)).toEqual(['', 'l2', 'l4', 'l16']);
  });

  const few = [
    { layer: 0, head: 0 },
    { layer: 1, head: 1 },
  ];
  const shares = ({ paint }: Scene): number[][] =>
    paint?.kind === 'several'
      ? paint.shares.map(row => Array.from(row, share => Math.round(100 * share) / 100 || 0))
      : [];

  it('distinguishes a few heads', async () => {
    const now = await settledScene(state({ heads: few }), { locked: [2] });
    expect(now.shown.each).toHaveLength(2);
    expect(shares(now)).toEqual([
      [0.5, 0.4, 0.1, 0],
      [0.5, 0.4, 0.1, 0],
    ]);
  });

  it('draws the bars of a few heads to one scale, so that they compare', async () => {
    const now = await settledScene(state({ heads: few }), { locked: [2], colouring: 'valueWeighted' });
    expect(now.shown.eachFull).toBeCloseTo(2);
    expect(shares(now)).toEqual([
      [0.25, 0.2, 0.05, 0],
      [0.5, 0.4, 0.1, 0],
    ]);
  });

  it('keeps the signs of what a few heads do to a logit', async () => {
    const now = await settledScene(state({ heads: few }), { locked: [2], colouring: 'logitAttribution' });
    expect(now.shown.eachFull).toBe(2);
    expect(shares(now)).toEqual([
      [0.25, -0.2, 0.05, 0],
      [0.5, -0.4, 0.1, 0],
    ]);
    expect(now.paint).toMatchObject({ minShare: 0.075 });
  });
});
