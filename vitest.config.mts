import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Inside VS Code `vscode` is an API; here it is as much of one as pure modules of the host need. */
const vscode = fileURLToPath(new URL('test/support/vscodeStub.ts', import.meta.url));

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: { vscode } },
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          pool: 'forks', // native TensorFlow, and an abort of it, stay in one process
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'ui', // drives VS Code in a browser: src/tools/vscode/workbench.mjs
          include: ['test/ui/**/*.test.ts'],
          pool: 'forks',
          maxWorkers: 2, // each file has a VS Code of its own, which mostly waits
          testTimeout: 120_000,
          hookTimeout: 240_000, // on the first run the server is installed in a hook
        },
      },
      {
        test: {
          name: 'training', // npm run test:training: models trained in full, some minutes
          include: ['test/training/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 1_800_000,
        },
      },
    ],
  },
});
