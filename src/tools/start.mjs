// @ts-check
// `npm start`: goes from a fresh clone to a VS Code with the extension.
// Before the packages are installed only Node's own modules can be imported, so other modules are imported later.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { copySampleWorkspace } from './sampleWorkspace.mjs';

async function start() {
  const { values } = parseArgs({
    options: {
      screenshots: { type: 'string' }, // take the tour, write its pictures into this folder, and exit
      server: { type: 'boolean' }, // in the browser, also if there is a desktop
      port: { type: 'string' }, // of the server
    },
  });
  await ensureInstalled();
  const { setupTensorflow } = await import('./setupTensorflow.mjs');
  await setupTensorflow();
  await build();

  if (values.screenshots !== undefined) {
    const { runTour } = await import('./tour.mjs');
    // npm runs this in the repository, in whatever folder the user is.
    await runTour(resolve(process.env.INIT_CWD ?? process.cwd(), values.screenshots));
    return;
  }
  const sample = await copySampleWorkspace();
  if (!values.server) {
    const { openOnDesktop } = await import('./desktop.mjs');
    if (await openOnDesktop(sample.folder)) return; // the folder stays, because it is open now
  }
  const { serve } = await import('./serve.mjs');
  try {
    await serve(sample.folder, values.port === undefined ? undefined : Number(values.port));
  } finally {
    await sample.remove();
  }
}

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
