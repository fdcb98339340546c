import { expect, it } from 'vitest';
import { planThumbnails } from '../../../../../webview/attention/grid/thumbnailDrawing';
import { boxOf, headAt } from '../../../../../webview/base/headGrid/headGridPlan';

it('thumbnails of a model with few heads are 48 px at most', () => {
  expect(planThumbnails({ nLayers: 2, nHeads: 2 }, 264, null).box).toMatchObject({ width: 48, height: 48 });
});

it('thumbnails shrink to the height, but not under 12 px', () => {
  const grid = { nLayers: 30, nHeads: 9 };
  expect(planThumbnails(grid, 264, null)).toMatchObject({ stepX: 26, stepY: 26, box: { x: 1, width: 24 } });
  expect(planThumbnails(grid, 264, 616)).toMatchObject({ stepX: 26, stepY: 20, box: { x: 4, width: 18 } });
  expect(planThumbnails(grid, 264, 100)).toMatchObject({ stepX: 26, stepY: 14, box: { x: 7, width: 12 } });
});

it('thumbnails make no grid wider than its room while they have their least size', () => {
  const plan = planThumbnails({ nLayers: 12, nHeads: 16 }, 264, 500);
  expect(plan.width).toBeLessThanOrEqual(264);
  const { x, y, width, height } = boxOf(plan, 12 * 16 - 1);
  expect(headAt(plan, x + width / 2, y + height / 2)).toBe(12 * 16 - 1);
});
