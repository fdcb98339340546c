import { describe, expect, it } from 'vitest';
import {
  axisNames,
  boxOf,
  headAt,
  planHeadGrid,
  scrollToHead,
  type HeadGridPlan,
} from '../../../../../webview/base/headGrid/headGridPlan';

const grid = { nLayers: 30, nHeads: 9 };

function plan(changes: Partial<Parameters<typeof planHeadGrid>[1]> = {}): HeadGridPlan {
  return planHeadGrid(grid, { stepX: 20, stepY: 11, box: { x: 2, y: 1, width: 16, height: 9 }, ...changes });
}

describe('planHeadGrid', () => {
  it('is as large as the cells, the names of the axes and the edge', () => {
    expect(plan()).toMatchObject({ width: 28 + 9 * 20, height: 16 + 30 * 11 });
    expect(plan({ edge: 1 })).toMatchObject({ width: 29 + 9 * 20, height: 17 + 30 * 11 });
  });
});

describe('headAt and boxOf', () => {
  it('find each head at the corners of its own box', () => {
    for (let index = 0; index < 270; index++) {
      const { x, y, width, height } = boxOf(plan(), index);
      expect(headAt(plan(), x, y)).toBe(index);
      expect(headAt(plan(), x + width - 1, y + height - 1)).toBe(index);
    }
  });

  it('put layers down and heads across', () => {
    expect(boxOf(plan(), 2 * 9 + 3)).toEqual({ x: 28 + 3 * 20 + 2, y: 16 + 2 * 11 + 1, width: 16, height: 9 });
  });

  it('find no head beside the cells', () => {
    const { left, top, width, height } = plan();
    expect(headAt(plan(), left - 1, top + 1)).toBeNull();
    expect(headAt(plan(), left + 1, top - 1)).toBeNull();
    expect(headAt(plan(), width, top + 1)).toBeNull();
    expect(headAt(plan(), left + 1, height)).toBeNull();
  });
});

describe('axisNames', () => {
  it('leaves out names that would stand closer than their room', () => {
    const names = axisNames(plan(), { head: 24, layer: 14 });
    expect(names.filter(({ isLayer }) => isLayer).map(({ text }) => text)).toEqual(
      Array.from({ length: 15 }, (_, index) => `L${2 * index}`),
    );
    expect(names.filter(({ isLayer }) => !isLayer).map(({ text }) => text)).toEqual(['H0', 'H2', 'H4', 'H6', 'H8']);
  });

  it('puts each name beside the middle of its box', () => {
    const names = axisNames(plan(), { head: 1, layer: 1 });
    const { x, width } = boxOf(plan(), 3);
    const { y, height } = boxOf(plan(), 4 * 9);
    expect(names.find(({ text }) => text === 'H3')).toMatchObject({ x: x + width / 2 });
    expect(names.find(({ text }) => text === 'L4')).toMatchObject({ y: y + height / 2 });
  });
});

describe('scrollToHead', () => {
  const at = (layer: number): number => layer * 9;

  it('stays if the head is in sight', () => {
    expect(scrollToHead(plan(), at(10), 50, 200)).toBe(50);
  });

  it('scrolls up until the head is below the names of the heads', () => {
    expect(scrollToHead(plan(), at(3), 200, 200)).toBe(boxOf(plan(), at(3)).y - 16);
  });

  it('scrolls down until the head and its frame are in sight', () => {
    const { y, height } = boxOf(plan(), at(29));
    expect(scrollToHead(plan(), at(29), 0, 200)).toBe(y + height + 4 - 200);
  });
});
