import { expect, it } from 'vitest';
import { menuContextText } from '../../../../webview/base/menuContext';

it('menuContextText gives VS Code the place, and asks it to leave its own items out of the menu', () => {
  expect(JSON.parse(menuContextText({ webviewSection: 'head', heads: 'L1H0' }))).toEqual({
    webviewSection: 'head',
    heads: 'L1H0',
    preventDefaultContextMenuItems: true,
  });
});
