// @ts-check
import { join } from 'node:path';
import { openWorkbench } from '../../test/host/workbench.mjs';
import { withProgress } from './progress.mjs';
import { copySampleWorkspace } from './sampleWorkspace.mjs';

/** @type {{ theme: import('../../test/host/workbench.mjs').Theme, suffix: string }[]} */
const looks = [
  { theme: 'Dark Modern', suffix: 'dark' },
  { theme: 'Light Modern', suffix: 'light' },
];

/**
 * Goes through the extension as a person would, and photographs it.
 * @param {string} folder for the .png files
 */
export async function runTour(folder) {
  const sample = await copySampleWorkspace();
  try {
    const workbench = await openWorkbench({ folder: sample.folder });
    try {
      for (const look of looks) {
        await withProgress(`Photographing the tour (${look.theme})`, () => photograph(workbench, look, folder));
      }
    } finally {
      await workbench.close();
    }
  } finally {
    await sample.remove();
  }
  console.log(`The photographs are in ${folder}`);
}

/**
 * @param {import('../../test/host/workbench.mjs').Workbench} workbench
 * @param {typeof looks[number]} look
 * @param {string} folder
 */
async function photograph(workbench, { theme, suffix }, folder) {
  await workbench.setTheme(theme);
  await workbench.openFile('logbook.txt');
  await workbench.screenshot(join(folder, `explorer-${suffix}.png`));
  await workbench.openViewContainer('Model Circuits');
  await workbench.screenshot(join(folder, `view-${suffix}.png`));
}
