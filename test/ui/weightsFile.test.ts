import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { expect, it } from 'vitest';
import { until } from '../../src/tools/vscode/driver/until.mjs';
import { demoAt, truncatedAt } from '../support/checkpointVariants';
import { seriousFaults } from './support/axe';
import { useVscode } from './support/useVscode';

const open = useVscode({
  files: { 'story.txt': 'One day, a little girl named Lily went to the park.\n' },
  checkpoint: null,
  viewport: { width: 1280, height: 800 },
  async prepare(folder) {
    await demoAt(join(folder, 'mine'));
    await truncatedAt(join(folder, 'cut'));
    // The explorer's rows are found by their names.
    await rename(join(folder, 'cut/model.safetensors'), join(folder, 'cut/damaged.safetensors'));
  },
});

const viewer = (): Promise<Frame> => open().webview('model-circuits-weights');

async function openWeights(path: string): Promise<void> {
  await open().runCommand('View: Close All Editors');
  await open().openTab(path);
}

async function text(selector: string): Promise<string> {
  return (await (await viewer()).locator(selector).first().innerText()).replaceAll(/\s+/g, ' ');
}

it('shows what a safetensors file holds, and uses its checkpoint', async () => {
  await openWeights('mine/model.safetensors');
  await until('the facts', async () => (await text('header')).includes('Layers × heads 5 × 8'));
  expect(await text('header')).toMatch(/model\.safetensors safetensors · 1\.\d MB/);
  expect(await text('.tensors .bar')).toMatch(/47 of 47|\d+ of \d+/);
  const frame = await viewer();
  await frame.getByRole('button', { name: 'Use This Checkpoint' }).click();
  await frame.getByRole('button', { name: 'In Use' }).waitFor();
  expect(await seriousFaults(frame)).toEqual([]);
});

it('filters tensors, and draws the histogram of one', async () => {
  await openWeights('mine/model.safetensors');
  const frame = await viewer();
  await frame.locator('[role=row][data-place]').first().waitFor();
  await frame.locator('#filter input').fill('layers.1 q_proj');
  await until('one row', async () => (await frame.locator('[role=row][data-place]').count()) === 1);
  await frame.locator('[role=row][data-place]').click();
  await frame.locator('svg[role=img]').waitFor();
  expect(await text('.numbers')).toMatch(/mean .* standard deviation .* smallest −.* largest .* zeros/);
  expect(await seriousFaults(frame)).toEqual([]);
});

it('says why a damaged file cannot be read', async () => {
  await openWeights('cut/damaged.safetensors');
  await until('the reason', async () => /truncated|bytes long/.test(await text('.problem')));
});
