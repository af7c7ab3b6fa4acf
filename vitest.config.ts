import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      // Unit tests are pure. The time limit only ends a test that hangs.
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], testTimeout: 120_000 } },
      // A Worker of its own without a proxy. Nothing intercepts its requests.
      { test: { name: 'fuzz', include: ['tests/fuzz/**/*.test.ts'], testTimeout: 600_000 } },
      // `npm run test:dev`: Astro's development server can end while Vite bundles for the first time on a busy machine.
      {
        test: {
          name: 'dev',
          include: ['tests/dev/**/*.test.ts'],
          setupFiles: ['tests/support/worker/setup.ts'],
          hookTimeout: 180_000,
        },
      },
      // Chromium opens the pages of a Worker of its own.
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          isolate: false,
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      // The tests of one process share a running Worker, a database and an intercepted internet.
      {
        test: {
          name: 'worker',
          include: ['tests/worker/**/*.test.ts'],
          setupFiles: ['tests/support/worker/setup.ts'],
          isolate: false,
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
