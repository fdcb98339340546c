import { expect, it } from 'vitest';
import { trainingLayout } from '../../../../webview/training/trainingLayout';

it.each([
  ['a side bar', 300, 900, { isBeside: false, panelHeight: 90 }],
  ['a wide and high view', 1200, 900, { isBeside: false, panelHeight: 168 }],
  ['VS Code’s panel', 1100, 290, { isBeside: true, panelHeight: 76 }],
  ['a panel that is too low', 1100, 120, { isBeside: true, panelHeight: 48 }],
])('trainingLayout fits the curves into %s', (_place, width, height, layout) => {
  expect(trainingLayout(width, height)).toEqual(layout);
});
