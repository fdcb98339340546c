import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { expect, it } from 'vitest';
import { until } from '../../src/tools/vscode/driver/until.mjs';
import { fixture } from '../support/fixtures';
import { seriousFaults } from './support/axe';
import { useVscode } from './support/useVscode';

const open = useVscode({
  files: { 'story.txt': 'One day, a little girl named Lily went to the park.\n' },
  checkpoint: null,
  viewport: { width: 1400, height: 800 },
  async prepare(folder) {
    for (const file of ['compressed.npz', 'objects.npz']) await cp(fixture('attention', file), join(folder, file));
  },
});

const view = (): Promise<Frame> => open().webview('model-circuits-attention');

it('shows attention of another tool, labelled as imported, without what needs a model', async () => {
  await open().rightClickInExplorer('compressed.npz', 'Import Attention…');
  const frame = await view();
  await frame.locator('.imported').waitFor();
  expect(await frame.locator('header').innerText()).toMatch(
    /compressed\.npz[^]*Imported, read-only[^]*5 tokens · 2 × 3 heads/,
  );
  const token = frame.locator('[data-token="2"]');
  await token.click();
  const text = async (): Promise<string> =>
    (await frame.locator('model-circuits-token section').allInnerTexts()).join(' ').replaceAll(/\s+/g, ' ');
  await until('the weights', async () => (await text()).includes('0.500'));
  const column = await text();
  // L0H0, query 2: keys 0, 1, 2 have 1/6, 2/6, 3/6.
  expect(column).toMatch(/0\.500.*0\.333.*0\.167/);
  expect(column).not.toMatch(/loss|predicts/);
  await frame.locator('body').press('2');
  await until('the reason', async () =>
    (await frame.locator('[role=status]').allInnerTexts()).join().includes('a model is needed'),
  );
  expect(await seriousFaults(frame)).toEqual([]);
});

it('says why a file cannot be imported', async () => {
  await open().rightClickInExplorer('objects.npz', 'Import Attention…');
  await open().expectError('pickled objects');
});
