import { html } from 'lit';
import { expect, it } from 'vitest';
import { filledText } from '../../../../webview/base/filledText';

it('filledText puts elements at the places that a translation gives them', () => {
  const strong = html`<b>3</b>`;
  expect(filledText('step {0} of {1}', strong, '650')).toEqual(['step ', strong, ' of ', '650', '']);
  expect(filledText('{1} steps, at {0}', strong, '650')).toEqual(['', '650', ' steps, at ', strong, '']);
});
