import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          pool: 'forks', // native TensorFlow, and an abort of it, stay in one process
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'ui', // drives VS Code in a browser: test/host/workbench.mjs
          include: ['test/ui/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false, // each file has a VS Code of its own, and these machines may have two cores
          testTimeout: 120_000,
          hookTimeout: 240_000, // on the first run the server is installed in a hook
        },
      },
    ],
  },
});
