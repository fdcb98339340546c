import { expect, it } from 'vitest';
import { exportedStrings } from '../../../src/tools/l10n.mjs';

it('exportedStrings gives the strings of the views, the host and the shared words, in English', async () => {
  const strings = await exportedStrings();
  // One of each: webview, src/host, src/shared.
  expect(strings).toMatchObject({
    'Point at a token, or click one to keep it.': 'Point at a token, or click one to keep it.',
    'set to their mean': 'set to their mean',
  });
  expect(Object.keys(strings).length).toBeGreaterThan(300);
});
